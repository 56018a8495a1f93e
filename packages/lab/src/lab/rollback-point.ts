import { readFile } from 'node:fs/promises';
import { sha256Of } from '../postgres/dump.ts';
import type { Dump } from '../postgres/dump.ts';
import { writePrivateJson } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { LabError, hasCode } from './lab-error.ts';

/** What a deploy can be rolled back to. */
export interface RollbackPoint {
  readonly deployedAt: string;
  readonly fromVersion: string;
  readonly toVersion: string;
  readonly replicas: number;
  /** The newest dump of before the deploy. */
  readonly dump: string;
  readonly sha256: string;
}

/** Remembers where a deploy began: the dump is pinned by its hash. */
export const writeRollbackPoint = (
  folder: LabFolder,
  point: Omit<RollbackPoint, 'dump' | 'sha256'>,
  { file, manifest }: Dump,
): Promise<void> => writePrivateJson(folder.rollbackPoint, { ...point, dump: file, sha256: manifest.sha256 } satisfies RollbackPoint);

/** Where the last deploy began; a lab that was never deployed to has nothing to roll back to. */
export async function readRollbackPoint(folder: LabFolder): Promise<RollbackPoint> {
  try {
    return JSON.parse(await readFile(folder.rollbackPoint, 'utf8')) as RollbackPoint;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new LabError('There is nothing to roll back: nothing was deployed since the lab came up.', 'Deploy another version first.');
  }
}

/** Rejects unless the pinned dump still is what it was. */
export async function requirePinned({ dump, sha256 }: RollbackPoint, signal: AbortSignal): Promise<void> {
  const now = await sha256Of(dump, signal).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return 'gone';
    throw error;
  });
  if (now !== sha256)
    throw new LabError(`The dump ${dump} is not the one that it was at the deploy (${now}, not ${sha256}).`, 'Nothing was restored.');
}

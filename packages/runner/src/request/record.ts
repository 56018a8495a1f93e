import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, substanceHash } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { ReleaseRequest } from './model.ts';

/** That a request was made, and whether the board could be asked: what the release's status goes by. */
export const RequestRecord = z.object({
  format: z.literal('keycloak-release-gate/request'),
  version: z.literal(1),
  release: z.string(),
  /** The SHA-256 of what is released: a request of before a change of it is none. */
  substance: z.string(),
  at: z.iso.datetime({ offset: true }),
  verdict: z.enum(['ready', 'not ready', 'not proven']),
});
export type RequestRecord = z.infer<typeof RequestRecord>;

const fileOf = (reports: string, target: string, release: string): string => join(reports, target, 'requests', release, 'request.json');

/** Writes it beside the target's runs, wherever the page itself was written to. */
export function recordRequest(reports: string, { release, target, at, verdict }: ReleaseRequest): void {
  const file = fileOf(reports, target.id, release.id);
  mkdirSync(dirname(file), { recursive: true });
  const record: RequestRecord = {
    format: 'keycloak-release-gate/request',
    version: 1,
    release: release.id,
    substance: substanceHash(release),
    at,
    verdict,
  };
  writeFileSync(file, canonicalJson(record));
}

/** The newest request of a release; undefined where there is none that can be read. */
export function readRequest(reports: string, target: string, release: string): RequestRecord | undefined {
  try {
    const parsed = RequestRecord.safeParse(JSON.parse(readFileSync(fileOf(reports, target, release), 'utf8')));
    return parsed.success && parsed.data.release === release ? parsed.data : undefined;
  } catch {
    // Without a record nobody can tell, and it is asked for again.
    return undefined;
  }
}

import { basename } from 'node:path';
import type { LookRevision } from '@keycloak-release-gate/core';
import { listRuns, looksSeenIn, readRun } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';
import type { PlannedLook } from '../plan/plan.ts';
import type { Ledger } from '../collect/ledger.ts';
import type { RunFolder } from '../record/folder.ts';

/** A look of which an earlier run is asked. */
export type RememberedLook = Pick<PlannedLook, 'key' | 'previous'> & {
  readonly collector: Pick<PlannedLook['collector'], 'version' | 'evidence'>;
};

/** The runs that are looked through, newest first: what is older says little, and many records take long to read. */
const mostRuns = 20;

/**
 * Copies what looks saw in the newest earlier run that saw something by them, whatever its suite, and whole or not. It is told beside
 * what is found and decides nothing: a record that cannot be read, was edited, or is of another meaning is passed over.
 */
export function copyPrevious(
  {
    looks,
    environment: id,
    before,
  }: {
    readonly looks: ReadonlyMap<string, RememberedLook>;
    readonly environment: string;
    /** The run that remembers, where later ones may be there already. */
    readonly before?: string;
  },
  reports: string,
  ledger: Pick<Ledger, 'keepPrevious'>,
  folder: Pick<RunFolder, 'evidence'>,
): void {
  const wanted = new Map([...looks].filter(([, look]) => look.previous));
  const runs = wanted.size === 0 ? [] : (unlessUnreadable(() => listRuns(reports, id)) ?? []);
  const earlier = before === undefined ? runs : runs.filter((path) => basename(path) < before);
  for (const path of earlier.slice(0, mostRuns)) {
    const seen = looksSeenIn(path);
    const offered = [...wanted.values()].filter(({ key }) => seen.has(key));
    const run = offered.length === 0 ? undefined : unlessUnreadable(() => readRun(path));
    if (run?.record.environment.id !== id) continue;
    for (const look of offered) {
      const held = unlessUnreadable(() => heldBy(run, look));
      if (!held) continue;
      folder.evidence(held.sha256, held.content);
      ledger.keepPrevious(look.key, { run: run.record.run.id, suite: run.record.suite.id, revision: held.revision }, held.content);
      wanted.delete(look.key);
    }
    if (wanted.size === 0) return;
  }
}

/** What the look saw last in that run; undefined where it saw nothing, or what its collector of today would not give. */
function heldBy(
  { record, bytes }: StoredRun,
  { key, collector }: RememberedLook,
): { readonly revision: LookRevision; readonly sha256: string; readonly content: string } | undefined {
  const look = record.looks[key];
  const revision = look?.revisions.findLast(({ evidence }) => evidence !== undefined);
  if (look?.version !== collector.version || revision?.evidence === undefined) return undefined;
  const content = Buffer.from(bytes(revision.evidence)).toString('utf8');
  return collector.evidence.safeParse(JSON.parse(content)).success ? { revision, sha256: revision.evidence, content } : undefined;
}

/** Whatever is wrong with a record of before, it is not this run that is to fail for it. */
function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

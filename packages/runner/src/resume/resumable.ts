import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigurationError, contentHash, Gap, RunRecord } from '@keycloak-release-gate/core';
import type { LookRevision } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { draftOf } from '../record/folder.ts';
import { readRun } from '../record/read.ts';

/** A run that another one goes on with: what it looked at, as far as it came. */
export interface Resumable {
  readonly run: string;
  readonly startedAt: string;
  readonly environment: string;
  readonly suite: string;
  readonly release?: string;
  /** The further places of runs that were named for it. */
  readonly records?: readonly string[];
  /** Whether it was sealed at its end. One that was killed was not, and its journal tells what it saw. */
  readonly sealed: boolean;
  readonly plan: { readonly hash: string; readonly of: Readonly<Record<string, string>> };
  /** The revisions of each look, by its key. */
  readonly looks: ReadonlyMap<string, readonly LookRevision[]>;
  readonly attachments: RunRecord['attachments'];
  /** What is stored under a SHA-256; undefined where it is not there, or is something else. */
  readonly bytes: (sha256: string) => Uint8Array | undefined;
}

/**
 * Reads the run that is to be resumed: by its folder, the folder of one that was killed (`.<id>.unfinished`), or its id. Throws a
 * ConfigurationError where there is none, it was edited, or it does not tell its plan.
 */
export function readResumable(named: string, reports: string): Resumable {
  const folder = folderOf(named, reports);
  if (folder === undefined)
    throw refused(
      'RESUME_NOT_FOUND',
      `There is no run ${named} that could be resumed.`,
      named,
      'Name its folder (that of a run which was killed is `.<id>.unfinished`), or its id.',
    );
  return existsSync(join(folder, 'run.json')) ? finished(folder) : unfinished(folder);
}

function folderOf(named: string, reports: string): string | undefined {
  const isRun = (folder: string): boolean => existsSync(join(folder, 'run.json')) || existsSync(join(folder, 'events.jsonl'));
  if (isRun(named)) return named;
  if (isRun(draftOf(named))) return draftOf(named);
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(named) || !existsSync(reports)) return undefined;
  return readdirSync(reports, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() && [named, basename(draftOf(named))].includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .find(isRun);
}

function finished(folder: string): Resumable {
  const { record, bytes } = readRun(folder);
  const { plan, id, startedAt } = record.run;
  if (!plan) throw unknownPlan(folder);
  return {
    run: id,
    startedAt,
    environment: record.environment.id,
    suite: record.suite.id,
    ...(record.release ? { release: record.release.id } : {}),
    ...recordsOf(startedIn(journalOf(folder))),
    sealed: true,
    plan,
    looks: new Map(Object.entries(record.looks).map(([key, { revisions }]) => [key, revisions])),
    attachments: record.attachments,
    bytes: (sha256) => (existsSync(join(folder, 'evidence', basename(sha256))) ? bytes(sha256) : undefined),
  };
}

const Started = z.object({
  at: z.string(),
  type: z.literal('run-started'),
  run: z.string(),
  suite: z.string(),
  environment: z.string(),
  release: z.string().optional(),
  records: z.array(z.string()).optional(),
  plan: z.object({ hash: z.string(), of: z.record(z.string(), z.string()) }).optional(),
});
const Looked = z.object({
  at: z.iso.datetime(),
  type: z.literal('look-finished'),
  look: z.string(),
  round: z.number().int(),
  milliseconds: z.number(),
  evidence: z.string().optional(),
  gaps: z.array(Gap),
});
const Attached = z.object({ type: z.literal('attached'), ...RunRecord.shape.attachments.element.shape });

const journalOf = (folder: string): unknown[] => {
  const file = join(folder, 'events.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parsed) : [];
};
const startedIn = (lines: readonly unknown[]): z.infer<typeof Started> | undefined =>
  lines.map((line) => Started.safeParse(line)).find(({ success }) => success)?.data;
const recordsOf = (started: z.infer<typeof Started> | undefined): Pick<Resumable, 'records'> =>
  started?.records === undefined ? {} : { records: started.records };

/** What a run that was killed left: its journal, whose last line may be cut, and the evidence, each file named by its hash. */
function unfinished(folder: string): Resumable {
  const lines = journalOf(folder);
  const started = startedIn(lines);
  if (!started?.plan) throw unknownPlan(folder);
  const looks = new Map<string, LookRevision[]>();
  for (const line of lines) {
    const looked = Looked.safeParse(line).data;
    if (!looked) continue;
    const { at, look, round, milliseconds, evidence, gaps } = looked;
    const startedAt = new Date(Date.parse(at) - milliseconds).toISOString();
    looks.set(look, [
      ...(looks.get(look) ?? []),
      { round, startedAt, milliseconds, gaps, ...(evidence === undefined ? {} : { evidence }) },
    ]);
  }
  return {
    run: started.run,
    startedAt: started.at,
    environment: started.environment,
    suite: started.suite,
    ...(started.release === undefined ? {} : { release: started.release }),
    ...recordsOf(started),
    sealed: false,
    plan: started.plan,
    looks,
    attachments: lines.flatMap((line) => {
      const attached = Attached.safeParse(line).data;
      if (!attached) return [];
      const { type: _type, ...attachment } = attached;
      return [attachment];
    }),
    bytes: (sha256) => {
      const file = join(folder, 'evidence', basename(sha256));
      const content = existsSync(file) ? readFileSync(file) : undefined;
      // Killed while it was written, it is cut.
      return content && contentHash(content) === sha256 ? content : undefined;
    },
  };
}

function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // The line that was being written when the run was killed: what it told is looked at again.
    return [];
  }
}

const unknownPlan = (folder: string): ConfigurationError =>
  refused(
    'RESUME_WITHOUT_PLAN',
    'The run does not tell its plan: nobody could say whether it is still the same.',
    folder,
    'It was merged from parts, or taken by an older version of the gate: take a whole run.',
  );

const refused = (code: string, message: string, where: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where, remedy }]);

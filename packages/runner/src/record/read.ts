import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigurationError, contentHash, RUN_SCHEMA, RunRecord } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { checkManifest } from './manifest.ts';

/** A finished run, as it lies on disk. */
export interface StoredRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** Evidence is read when it is asked for, and checked against its hash. */
  readonly read: (sha256: string) => unknown;
  readonly bytes: (sha256: string) => Uint8Array;
}

/** Reads a run's folder, or the folder that `run.json` is in. Throws a ConfigurationError when it is none, edited or of another format. */
export function readRun(path: string): StoredRun {
  const folder = path.endsWith('run.json') ? join(path, '..') : path;
  const file = join(folder, 'run.json');
  if (!existsSync(file))
    throw refused(
      'RUN_NOT_FOUND',
      `There is no run in ${folder}: run.json is missing.`,
      folder,
      'Name the folder of a run: reports/<environment>/<suite>/<run>.',
    );
  const text = readFileSync(file, 'utf8');
  checkManifest(folder);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw refused(
      'RUN_UNREADABLE',
      `run.json is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      file,
      'It may have been cut: take the run again.',
    );
  }
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  if (schema !== RUN_SCHEMA)
    throw refused(
      'RUN_SCHEMA',
      `The record's format is ${JSON.stringify(schema)}; this version reads ${RUN_SCHEMA}.`,
      file,
      'Use the version of the gate that wrote it.',
    );
  const parsed = RunRecord.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refused(
      'RUN_MALFORMED',
      `run.json is not a record: ${issue?.path.join('.')}: ${issue?.message}`,
      file,
      'It was edited, or written by another version.',
    );
  }
  const bytes = (sha256: string): Uint8Array => {
    const content = readFileSync(join(folder, 'evidence', basename(sha256)));
    if (contentHash(content) !== sha256)
      throw refused(
        'EVIDENCE_EDITED',
        `The evidence ${sha256} does not have this hash any more.`,
        folder,
        'The record was edited after the run.',
      );
    return content;
  };
  return { folder, record: parsed.data, bytes, read: (sha256) => JSON.parse(Buffer.from(bytes(sha256)).toString('utf8')) as unknown };
}

/** The release that a run's folder says to be of; undefined where it holds no record of this format, or one of no release. */
export function releaseOf(folder: string): string | undefined {
  const parsed = Claim.safeParse(runJson(folder));
  return parsed.success ? parsed.data.release.id : undefined;
}

/** What a run's folder says of itself: its release, and whether the run passed. Undefined where it was no run of a release, or not a whole one. */
export function wholeRunOf(folder: string): { readonly release: string; readonly passed: boolean } | undefined {
  const parsed = Whole.safeParse(runJson(folder));
  if (!parsed.success || parsed.data.run.partial !== undefined) return undefined;
  return { release: parsed.data.release.id, passed: parsed.data.verdict.exitCode === 0 };
}

/** The keys of the looks by which a run's folder says to have seen something; none where it holds no record of this format. */
export function looksSeenIn(folder: string): ReadonlySet<string> {
  const parsed = Seen.safeParse(runJson(folder));
  const looks = parsed.success ? Object.entries(parsed.data.looks) : [];
  return new Set(looks.filter(([, { revisions }]) => revisions.some(({ evidence }) => evidence !== undefined)).map(([key]) => key));
}

/** What is asked of a record before it is read as a whole. */
const Claim = z.object({ schema: z.literal(RUN_SCHEMA), release: z.object({ id: z.string() }) });
const Whole = Claim.extend({
  run: z.object({ partial: z.string().optional() }),
  verdict: z.object({ exitCode: z.number() }),
});
const Seen = z.object({
  schema: z.literal(RUN_SCHEMA),
  looks: z.record(z.string(), z.object({ revisions: z.array(z.object({ evidence: z.string().optional() })) })),
});

function runJson(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as unknown;
  } catch {
    // No file, or no JSON: it does not say what it is of.
    return undefined;
  }
}

/** A run's id is a ULID. A folder of another name was put there by somebody else. */
const RUN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether a folder's name is that of a run. */
export const isRunId = (name: string): boolean => RUN_ID.test(name);

/** The finished runs of a suite, or of all suites of an environment, newest first. */
export function listRuns(reports: string, environment: string, suite?: string): string[] {
  const suites = suite === undefined ? foldersIn(join(reports, environment)) : [join(reports, environment, suite)];
  // Run ids are ULIDs: their order is that of time.
  return suites
    .flatMap(foldersIn)
    .filter((path) => isRunId(basename(path)))
    .toSorted((a, b) => (basename(a) < basename(b) ? 1 : -1));
}

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((name) => join(folder, name))
        .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
    : [];

const refused = (code: string, message: string, where: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where, remedy }]);

import { createHash } from 'node:crypto';
import { canonicalJson, gap } from '@keycloak-release-gate/core';
import type { Environment, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { askProgram } from '../../ask-program.ts';
import { newestBackups } from './backup.ts';
import type { Backup } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
import { identified } from './identity.ts';
import { parseStanza } from './pgbackrest-info.ts';
import type { SetDetails, StanzaInfo } from './pgbackrest-info.ts';
import { segmentsBetween } from './wal-segments.ts';

export type DeclaredStanza = NonNullable<NonNullable<Environment['backups']>['pgbackrest']>;

/** What pgBackRest tells of a stanza: the newest of its backups known as closely as it tells. */
export interface ReadStanza extends Omit<StanzaInfo, 'backups' | 'details'> {
  readonly backups: readonly Backup[];
  readonly leftOut: number;
}

const SECONDS = 60;
const LARGEST = 64 * 1024 * 1024;
/** Seconds for what is asked of one backup. */
const SECONDS_FOR_ONE = 10;
/** Bytes: a manifest has a line a file. */
const LARGEST_MANIFEST = 256 * 1024 * 1024;
/** Backups that are looked at closely, newest first, unless more are wanted. */
const MOST_IDENTIFIED = 3;
/** Folders of the archive that are listed for one backup: of 4 GB each. */
const MOST_FOLDERS = 64;

/** What a reader knows it by. */
export const stanzaInWords = ({ stanza, repo }: DeclaredStanza): string =>
  `pgBackRest, stanza ${stanza}${repo === undefined ? '' : `, repository ${repo}`}`;

/** Which backups are looked at closely: that one, or so many of the newest. */
export interface Closely {
  readonly only?: string | undefined;
  readonly most?: number;
}

/** Asks pgBackRest for a stanza, and closely for some of its backups; a gap where it does not answer. Nothing is written. */
export async function readStanza(
  declared: DeclaredStanza,
  signal: AbortSignal,
  { only, most = MOST_IDENTIFIED }: Closely = {},
): Promise<ReadStanza | Gap> {
  const subject = `stanza/${declared.stanza}`;
  const asked = [...declared.command, 'info'].join(' ');
  const answer = await ask(declared, ['info', '--output=json'], undefined, { seconds: SECONDS, largest: LARGEST }, signal);
  if ('problem' in answer) return gap(codes.SOURCE_UNREACHABLE, { subject, reason: `\`${asked}\` ${answer.problem}.` });
  const info = parseStanza(answer.output, declared.stanza, declared.repo);
  if (typeof info === 'string')
    return gap(codes.LIST_UNREADABLE, {
      subject,
      reason: `The answer of \`${asked}\` is not understood: ${info}.`,
      remedy: 'Run it by hand; if its output is sound, please report it with the version of pgBackRest.',
    });
  if (info === undefined)
    return gap(codes.SOURCE_UNREACHABLE, {
      subject,
      reason: `pgBackRest knows no stanza "${declared.stanza}".`,
      remedy: 'Check `backups.pgbackrest` in the environment file: the stanza, and the configuration that pgBackRest reads there.',
    });
  const { details, ...rest } = info;
  const { backups, leftOut } = newestBackups(info.backups);
  const wanted = new Set(
    only === undefined
      ? backups
          .filter(({ state }) => state === 'complete')
          .slice(0, most)
          .map(({ id }) => id)
      : [only],
  );
  const known: Backup[] = [];
  for (const backup of backups) {
    const of = details[backup.id];
    known.push(of && wanted.has(backup.id) ? await lookClosely(declared, backup, of, signal) : backup);
  }
  return { ...rest, backups: known, leftOut };
}

async function lookClosely(declared: DeclaredStanza, backup: Backup, details: SetDetails, signal: AbortSignal): Promise<Backup> {
  const { facts, labels, wal, repository } = details;
  const folder = `backup/${declared.stanza}`;
  const limits = { seconds: SECONDS_FOR_ONE, largest: LARGEST_MANIFEST };
  // As it lies there: whoever has no key of an encrypted repository can tell it from another one, too.
  const manifest = await ask(declared, ['repo-get', '--raw', `${folder}/${backup.id}/backup.manifest`], repository, limits, signal);
  const files: unknown[] = [];
  for (const label of labels) {
    const listed = await list(declared, `${folder}/${label}`, repository, signal, true);
    files.push(listed && Object.entries(listed).map(([name, { type, size }]) => [name, type, size ?? null]));
  }
  const identity = {
    facts,
    manifest: 'problem' in manifest ? null : hash(manifest.output),
    files: files.includes(undefined) ? null : hash(canonicalJson(z.array(z.json()).parse(files))),
  };
  const missingWal = wal && (await missing(declared, wal, repository, signal));
  return { ...identified(backup, identity), ...(missingWal ? { missingWal: [...missingWal] } : {}) };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The segments that a backup needs and the archive has not; undefined where that cannot be told. */
async function missing(
  declared: DeclaredStanza,
  { archive, start, stop, startLsn }: NonNullable<SetDetails['wal']>,
  repository: number | undefined,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const needed = segmentsBetween(start, stop, startLsn);
  const folders = [...new Set(needed?.map((segment) => segment.slice(0, 16)))];
  if (!needed || folders.length > MOST_FOLDERS) return undefined;
  const there = new Set<string>();
  for (const folder of folders) {
    const listed = await list(declared, `archive/${declared.stanza}/${archive}/${folder}`, repository, signal);
    if (!listed) return undefined;
    for (const name of Object.keys(listed)) {
      const segment = /^([0-9A-F]{24})-[0-9a-f]{40}(?:\.\w+)?$/.exec(name)?.[1];
      if (segment !== undefined) there.add(segment);
    }
  }
  return needed.filter((segment) => !there.has(segment));
}

const Listing = z.record(z.string(), z.object({ type: z.string(), size: z.number().optional() }));

/** What lies in a folder of the repository, by name; undefined where pgBackRest does not tell. One that is not there is empty. */
async function list(
  declared: DeclaredStanza,
  folder: string,
  repository: number | undefined,
  signal: AbortSignal,
  recurse = false,
): Promise<z.infer<typeof Listing> | undefined> {
  const words = ['repo-ls', '--output=json', ...(recurse ? ['--recurse'] : []), folder];
  const answer = await ask(declared, words, repository, { seconds: SECONDS_FOR_ONE, largest: LARGEST }, signal);
  if ('problem' in answer) return undefined;
  try {
    return Listing.safeParse(JSON.parse(answer.output)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function ask(
  { stanza, command, config }: DeclaredStanza,
  [name = '', ...words]: readonly string[],
  repository: number | undefined,
  limits: { readonly seconds: number; readonly largest: number },
  signal: AbortSignal,
): ReturnType<typeof askProgram> {
  const [program, ...before] = command;
  const options = [
    `--stanza=${stanza}`,
    ...(config === undefined ? [] : [`--config=${config}`]),
    ...(repository === undefined ? [] : [`--repo=${repository}`]),
  ];
  // Options stand before what is no option.
  return askProgram([program ?? 'pgbackrest', ...before, name, ...options, ...words], limits, signal);
}

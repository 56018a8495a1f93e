import { join } from 'node:path';
import type { ProcessEnd } from '../place.ts';
import type { RestoreProblem } from '../restore-failed.ts';
import type { SetPrograms, Words } from './programs.ts';

/** One backup in a stanza, and how pgBackRest is run on this machine. */
export interface PgBackRestSet {
  readonly command: Words;
  readonly config: string | undefined;
  readonly stanza: string;
  readonly label: string;
  /** The repository that it lies in. */
  readonly repository: number | undefined;
  /** Files at once. */
  readonly jobs: number;
}

/**
 * What concerns the repository, and nothing of where and what to restore: of the gate's environment, which may be meant for the live server.
 * A repository in a cloud finds its keys by the variables of that cloud.
 */
const handedOn =
  /^(?:PGBACKREST_(?:REPO\d*|CONFIG|CIPHER|IO|TCP|SCK|PROTOCOL|CMD)(?:_\w+)?|AWS_\w+|(?:SSL_CERT|CURL_CA)_\w+|[Hh][Tt]{2}[Pp][Ss]?_[Pp][Rr][Oo][Xx][Yy])$/;

/**
 * How one backup of pgBackRest is restored into a place: these very files, up to the moment at which they are consistent. Whatever its
 * configuration says: nothing but the place is written to (links, tablespaces, locks and logs are led into it), and the restored server
 * archives nothing.
 */
export function pgBackRestPrograms(
  { command, config, stanza, label, repository, jobs }: PgBackRestSet,
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): SetPrograms {
  const own = [
    `--lock-path=${join(folder, 'lock')}`,
    `--log-path=${join(folder, 'log')}`,
    '--log-level-file=off',
    '--log-level-console=off',
    '--log-level-stderr=error',
  ];
  const where = [`--stanza=${stanza}`, ...(config === undefined ? [] : [`--config=${config}`])];
  const of = repository === undefined ? [] : [`--repo=${repository}`];
  return {
    data: [
      ...command,
      ...where,
      ...of,
      ...own,
      '--reset-pg1-host',
      '--pg1-path={directory}',
      `--set=${label}`,
      '--type=immediate',
      '--target-action=promote',
      '--archive-mode=off',
      '--no-delta',
      '--no-link-all',
      '--reset-link-map',
      '--reset-tablespace-map',
      `--tablespace-map-all=${join(folder, 'tablespaces')}`,
      '--reset-db-include',
      '--reset-db-exclude',
      '--reset-recovery-option',
      `--process-max=${jobs}`,
      'restore',
    ],
    wal: [
      ...command,
      ...where,
      ...of,
      ...own,
      '--reset-pg1-host',
      `--pg1-path=${join(folder, 'data')}`,
      '--no-archive-async',
      'archive-get',
      '{segment}',
      '{file}',
    ],
    env: Object.fromEntries(
      Object.entries(variables).flatMap(([name, value]) => (value !== undefined && handedOn.test(name) ? [[name, value]] : [])),
    ),
    absence: 'one',
    isHere: (place) => {
      const file = join(place, 'here.conf');
      return {
        program: [...command, `--config=${file}`, '--log-level-console=off', '--output=json', 'info'],
        file,
        content: `[global]\nrepo1-path=${join(place, 'no-repository')}\nlog-path=${join(place, 'log')}\nlock-path=${join(place, 'lock')}\nlog-level-file=off\n`,
      };
    },
    why: pgBackRestFailed,
  };
}

/** What pgBackRest complained of, and whose fault it is. Its exit codes are those of its errors (src/build/error/error.yaml of its source). */
export function pgBackRestFailed(end: ProcessEnd, said: string): { readonly problem: RestoreProblem; readonly why: string } {
  const [, text] = /ERROR: (\[\d{3}\]: [^]*)/.exec(said) ?? [];
  const why = text?.replaceAll(/\s+/g, ' ').trim().slice(0, 300) ?? `pgBackRest ended with ${end.signal ?? `code ${end.code}`}`;
  return { problem: problemOf(end, said), why };
}

/** Checksum, file invalid, format, crypto, JSON: what it read is damaged. A file that is missing of a set that it lists is, too. */
const damaged = new Set([26, 28, 29, 55, 95, 99]);
/** As it is told of one of several attempts, or of one of several repositories. */
const damagedInWords = /\[(?:Checksum|FileInvalid|Format|Crypto|JsonFormat)Error\]|actual checksum '[^']*' does not match/;
/** Of its options, of a host that cannot be asked, of a version of PostgreSQL that it does not know: nothing of the backup. */
const notHere = new Set([27, 30, 31, 32, 33, 34, 35, 36, 37, 46, 48, 67, 72, 89, 91]);

function problemOf({ code }: ProcessEnd, said: string): RestoreProblem {
  if (/No space left on device|Disk quota exceeded/.test(said)) return 'no space';
  if (code === null) return 'ended';
  if (damaged.has(code) || damagedInWords.test(said)) return 'broken';
  return notHere.has(code) ? 'not here' : 'ended';
}

import { z } from 'zod';
import type { Backup } from './backup.ts';

/** Text of another program that reaches a report: bounded, and without what a terminal would obey. */
const text = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{C}]*$/u, 'no control characters');
/** With an offset, so that it is one moment; in UTC from here on. */
const time = z.iso.datetime({ offset: true });
const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

const ListedBackup = z.object({
  id: text.describe('Its name, by which it is restored.'),
  kind: z
    .enum(['logical', 'physical', 'snapshot'])
    .describe('logical: pg_dump. physical: the files of the whole cluster. snapshot: a volume.'),
  state: z.enum(['complete', 'running', 'failed', 'damaged']),
  startedAt: optional(time),
  finishedAt: optional(time),
  consistentAt: optional(time).describe('What a restore brings back. Without it: the start of a logical backup, the end of another.'),
  walThrough: optional(time).describe(
    'Of a physical backup: the moment through which the write-ahead log is archived that rolls it forward.',
  ),
  bytes: optional(z.number().int().min(0)),
  sha256: optional(z.string().regex(/^[0-9a-f]{64}$/)),
  pgVersion: optional(text),
  dbName: optional(text).describe('The one database that it is of; a physical backup is of all.'),
  systemId: optional(z.string().regex(/^\d{1,20}$/)).describe('As text: it has more digits than a number of JSON keeps.'),
  problem: optional(text).describe('What is wrong with it.'),
});

/** What a `command` of an environment prints: docs/backups.schema.json. Members that are not listed here are ignored. */
export const ListedBackups = z.object({
  format: z.literal('keycloak-release-gate/backups'),
  version: z.literal(1),
  backups: z.array(ListedBackup).max(10_000),
});

/** The backups that a program listed, or what is not as it should be with its list. */
export function parseListed(output: string): readonly Backup[] | string {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch (error) {
    if (error instanceof SyntaxError) return output.trim() === '' ? 'it printed nothing' : 'what it printed is not JSON';
    throw error;
  }
  return readListed(value);
}

/** The same of a list that is no text. */
export function readListed(value: unknown): readonly Backup[] | string {
  const parsed = ListedBackups.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'it is not right'}`;
  }
  const twice = firstTwice(parsed.data.backups.map(({ id }) => id));
  if (twice !== undefined) return `two backups have the id "${twice}"`;
  return parsed.data.backups.map(normalised);
}

function normalised({ startedAt, finishedAt, consistentAt, kind, id, state, ...rest }: z.infer<typeof ListedBackup>): Backup {
  const utc = (moment: string | null | undefined): string | null => (moment ? new Date(moment).toISOString() : null);
  return {
    id,
    kind,
    startedAt: utc(startedAt),
    finishedAt: utc(finishedAt),
    consistentAt: utc(consistentAt) ?? utc(kind === 'logical' ? startedAt : finishedAt),
    ...(rest.walThrough ? { walThrough: utc(rest.walThrough) } : {}),
    bytes: rest.bytes ?? null,
    sha256: rest.sha256 ?? null,
    pgVersion: rest.pgVersion ?? null,
    dbName: rest.dbName ?? null,
    systemId: rest.systemId ?? null,
    state,
    problem: rest.problem ?? null,
  };
}

const firstTwice = (ids: readonly string[]): string | undefined => ids.find((id, index) => ids.indexOf(id) !== index);

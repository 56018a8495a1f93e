import type { Environment } from '@keycloak-release-gate/core';
import { identifier } from '../../database/connection.ts';
import type { Reading } from '../../database/connection.ts';
import type { Backup } from './backup.ts';
import { readListed } from './listed.ts';

type Catalogue = NonNullable<NonNullable<Environment['backups']>['catalogue']>;
type Row = Awaited<ReturnType<Reading['query']>>[number];

const MOST_ROWS = 100;
/** Runs that died leave a row without an end, and must not crowd out those that came to theirs. */
const MOST_UNFINISHED = 10;
/** One character more than a list may have in a text, so that a longer one is told and not cut. */
const LONGEST = 301;

/**
 * The newest backups of a catalogue whose columns were found to be there, or what is not right with its rows. Where a column tells the
 * database, others' rows are passed over; if there is none but these, they are read, so that this can be said.
 */
export async function readCatalogueRows(
  { query }: Pick<Reading, 'query'>,
  catalogue: Catalogue,
  { table, database }: { readonly table: string; readonly database: string | undefined },
): Promise<readonly Backup[] | string> {
  const { columns } = catalogue;
  const finished = identifier(columns.finishedAt);
  const started = columns.startedAt === undefined ? undefined : identifier(columns.startedAt);
  const members = [
    `${asText(columns.id)} AS id`,
    `${finished} AS finished`,
    ...(started === undefined ? [] : [`${started} AS started`]),
    ...(['bytes', 'state', 'sha256', 'database'] as const).flatMap((each) => {
      const column = columns[each];
      return column === undefined ? [] : [`${asText(column)} AS ${each}`];
    }),
  ].join(', ');
  const read = async (of: string | undefined): Promise<readonly Row[]> => {
    const isOurs =
      of === undefined || columns.database === undefined
        ? ''
        : ` AND (${asText(columns.database)} = $1 OR ${identifier(columns.database)} IS NULL)`;
    const values = isOurs === '' ? [] : [of];
    const ended = await query(
      `SELECT ${members} FROM ${table} WHERE ${finished} IS NOT NULL${isOurs} ORDER BY ${finished} DESC LIMIT ${MOST_ROWS}`,
      values,
    );
    const order = started === undefined ? '' : ` ORDER BY ${started} DESC NULLS LAST`;
    const unfinished = await query(
      `SELECT ${members} FROM ${table} WHERE ${finished} IS NULL${isOurs}${order} LIMIT ${MOST_UNFINISHED}`,
      values,
    );
    return [...ended, ...unfinished];
  };
  const own = await read(database);
  const rows = own.length > 0 || columns.database === undefined || database === undefined ? own : await read(undefined);
  const listed = readListed({ format: 'keycloak-release-gate/backups', version: 1, backups: rows.map((row) => listedRow(row, catalogue)) });
  return typeof listed === 'string' ? inRows(listed) : listed;
}

const asText = (column: string): string => `left(${identifier(column)}::text, ${LONGEST})`;

/** A row as a member of a list that a command would print. What is in it is anybody's: the list's own schema judges it. */
function listedRow(row: Row, { kind, good }: Catalogue): Record<string, unknown> {
  const { id, finished, started, bytes, state, sha256, database } = row;
  return {
    id,
    kind,
    startedAt: momentOf(started),
    finishedAt: momentOf(finished),
    bytes: typeof bytes === 'string' && /^\d{1,16}$/.test(bytes) ? Number(bytes) : bytes,
    sha256: typeof sha256 === 'string' ? sha256.toLowerCase() : sha256,
    dbName: database,
    ...stateOf(state, good, finished === null),
  };
}

function stateOf(state: unknown, good: readonly string[] | undefined, isUnfinished: boolean): { state: Backup['state']; problem?: string } {
  if (good === undefined) return { state: isUnfinished ? 'running' : 'complete' };
  if (typeof state === 'string' && good.includes(state)) return { state: 'complete' };
  if (isUnfinished) return { state: 'running' };
  return { state: 'failed', problem: typeof state === 'string' ? `its state is "${clean(state)}"` : 'it has no state' };
}

const clean = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, 100);

/** ISO 8601, or what PostgreSQL gave where that is no moment (`infinity`). */
const momentOf = (value: unknown): unknown =>
  value instanceof Date ? (Number.isNaN(value.getTime()) ? 'out of range' : value.toISOString()) : value === undefined ? null : value;

/** `backups.3.bytes: …` in words of a table. */
const inRows = (problem: string): string =>
  problem.replace(/^backups\.(\d+)\.(\w+)/, (_all, index: string, member: string) => `row ${Number(index) + 1} of the newest, ${member}`);

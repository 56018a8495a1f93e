import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { compareVersions } from '../database/version.ts';
import { codes } from './codes.ts';
import type { Dump } from './directory.ts';
import { coreTables, filledTables, isPassing } from './keycloak-tables.ts';

type Whole = Extract<Dump['contents'], { readonly kind: 'whole' }>;

/** What is wrong with what a dump holds, which was read to its end. */
export function contentsFindings({ name, contents }: Dump, version: string | undefined): Finding[] {
  if (contents.kind !== 'whole') return [];
  const subject = `backup/${name}`;
  const foreign = notKeycloak(subject, name, contents);
  const found = [...partial(subject, name, contents), ...migration(subject, name, contents), ...commands(subject, name, contents)];
  if (foreign) return [foreign, ...found];
  return [
    ...empty(subject, name, contents),
    ...wrongVersion(subject, name, contents, version),
    ...missing(subject, name, contents),
    ...found,
  ];
}

function notKeycloak(subject: string, name: string, { keycloakVersion, changeSets, counts }: Whole): Finding | undefined {
  if (keycloakVersion !== null && changeSets > 0) return undefined;
  const message = `${name} holds ${changeSets} change sets, ${counts['realm'] ?? 0} realms and ${keycloakVersion === null ? 'no version of Keycloak' : `Keycloak ${keycloakVersion}`}.`;
  return finding(codes.NOT_KEYCLOAK, { subject, message });
}

/** Evidence of before all tables were counted has but three of them. */
const counted = ({ parts }: Whole): readonly string[] => (parts ? filledTables : ['realm', 'client', 'user_entity']);

function empty(subject: string, name: string, contents: Whole): Finding[] {
  const { counts, parts } = contents;
  // Of a table that is not made at all, that is told.
  return counted(contents)
    .filter((table) => (counts[table] ?? 0) === 0 && (!parts || isMade(contents, table)))
    .map((table) =>
      finding(codes.EMPTY, {
        subject: `${subject}/${table}`,
        message: `${name} holds ${counts[table] === undefined ? `no data of the table ${table}` : `no row of ${table}`}, where a Keycloak that has started has one at least.`,
        actual: 0,
      }),
    );
}

/** Whether the dump makes a table, or has data of it. */
const isMade = ({ counts, parts }: Whole, table: string): boolean =>
  Object.hasOwn(counts, table) || parts?.withoutData.includes(table) === true;

/** Tables that every Keycloak has, and that are not in the dump at all. */
function missing(subject: string, name: string, contents: Whole): Finding[] {
  if (!contents.parts) return [];
  const gone = coreTables.filter((table) => !isMade(contents, table));
  if (gone.length === 0) return [];
  const message = `${name} lacks ${gone.length === 1 ? 'a table' : `${gone.length} tables`} that every Keycloak has: ${told(gone)}.`;
  return [finding(codes.PARTIAL, { subject, message, expected: 0, actual: gone.length })];
}

function wrongVersion(subject: string, name: string, { keycloakVersion }: Whole, version: string | undefined): Finding[] {
  if (version === undefined || keycloakVersion === null || compareVersions(keycloakVersion, version) === 0) return [];
  const why =
    compareVersions(keycloakVersion, version) > 0
      ? 'it was taken after an upgrade, and restoring it brings the new schema back'
      : 'it was taken before an earlier upgrade';
  const message = `${name} holds the schema of Keycloak ${keycloakVersion}, where ${version} is to be restored: ${why}.`;
  return [finding(codes.WRONG_KEYCLOAK_VERSION, { subject, message, expected: version, actual: keycloakVersion })];
}

function partial(subject: string, name: string, { parts, counts }: Whole): Finding[] {
  if (!parts || Object.keys(counts).length === 0) return [];
  const { withoutTable, withoutData, constraints } = parts;
  if (withoutTable.length > 0) {
    const message = `${name} holds data of ${withoutTable.length} tables that it does not make (${told(withoutTable)}): a restore needs a database that has them.`;
    return [finding(codes.PARTIAL, { subject, message, expected: 0, actual: withoutTable.length })];
  }
  if (constraints === 0) {
    const message = `${name} adds no key and no constraint to its tables: the last section of a dump is missing.`;
    return [finding(codes.PARTIAL, { subject, message, actual: 0 })];
  }
  // That a table which always has rows has none is told already.
  const lost = withoutData.filter((table) => !isPassing(table) && !filledTables.some((filled) => filled === table));
  const left = withoutData.filter(isPassing);
  const without = (tables: readonly string[]): string =>
    `${name} makes ${tables.length === 1 ? 'a table' : `${tables.length} tables`} without data: ${told(tables)}`;
  return [
    ...(lost.length > 0 ? [finding(codes.PARTIAL, { subject, message: `${without(lost)}.`, expected: 0, actual: lost.length })] : []),
    // To leave events or sessions out may be meant so; to know it before a restore is better.
    ...(left.length > 0
      ? [
          finding(codes.PARTIAL, {
            subject,
            message: `${without(left)}. Events or sessions alone, so that a restore works.`,
            severity: 'warn',
            expected: 0,
            actual: left.length,
          }),
        ]
      : []),
  ];
}

const told = (tables: readonly string[]): string =>
  `${tables.slice(0, 5).join(', ')}${tables.length > 5 ? ` and ${tables.length - 5} more` : ''}`;

function migration(subject: string, name: string, { locks = 0, failedChangeSets = [] }: Whole): Finding[] {
  const held = `${name} holds ${locks === 1 ? 'a lock' : `${locks} locks`} of databasechangeloglock: a migration was under way when it was taken, or had broken off.`;
  return [
    ...(locks > 0 ? [finding(codes.LOCK_HELD, { subject, message: held, expected: 0, actual: locks })] : []),
    ...failedChangeSets.map((id) =>
      finding(codes.CHANGE_SET_FAILED, {
        subject: `${subject}/${id}`,
        message: `${name} holds the change set ${id}, marked as failed.`,
        expected: 'EXECUTED',
        actual: 'FAILED',
      }),
    ),
  ];
}

function commands(subject: string, name: string, { commands: found = [] }: Whole): Finding[] {
  if (found.length === 0) return [];
  const isMeant = found.every((command) => command === 'connect');
  const message = `${name} holds commands to psql: ${found.map((command) => `\\${command}`).join(', ')}${isMeant ? '. It names the database itself that it is restored into.' : ', which pg_dump does not write.'}`;
  return [finding(codes.PSQL_COMMANDS, { subject, message, expected: [], actual: [...found], severity: isMeant ? 'warn' : 'fail' })];
}

import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { databaseStructure } from './structure.ts';
import type { DatabaseStructure } from './structure.ts';

/** After a rollback: tables, columns, constraints and indexes are those of before the release, whatever the change logs say. */
export const structureAsBeforeRelease = defineCheck({
  id: 'database/structure-as-before-release',
  title: 'The tables themselves are again what they were before the release',
  why: 'Change logs say what was to be done to the schema. A restore of the data alone leaves the new version’s columns under the old change log, and one that went on after an error lacks foreign keys, without a word.',
  reads: { now: databaseStructure, before: baseline(databaseStructure) },
  expects: z.object({}),
  judge: ({ now, before }) => {
    const differences = structureDifferences(before, now);
    return {
      findings: findingsOf(differences, now),
      facts: [
        { name: 'tables', value: now.tables.length },
        { name: 'constraints', value: total(now, 'constraints') },
        { name: 'indexes', value: total(now, 'indexes') },
      ],
      exhibits: differences.length > 0 ? [exhibit(differences)] : [],
    };
  },
});

const total = ({ tables }: DatabaseStructure, what: 'constraints' | 'indexes'): number =>
  tables.reduce((sum, table) => sum + Object.keys(table[what]).length, 0);

/** One thing that is not what it was. */
interface StructureDifference {
  readonly kind: 'added' | 'missing' | 'altered';
  readonly what: 'table' | 'columns' | 'constraint' | 'index';
  readonly table: string;
  /** Of the constraint or index. */
  readonly name?: string;
}

function structureDifferences(before: DatabaseStructure, now: DatabaseStructure): StructureDifference[] {
  const was = new Map(before.tables.map((table) => [table.name, table]));
  const is = new Map(now.tables.map((table) => [table.name, table]));
  const names = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return names.flatMap((table): StructureDifference[] => {
    const [old, current] = [was.get(table), is.get(table)];
    if (!old || !current) return [{ kind: old ? 'missing' : 'added', what: 'table', table }];
    return [
      ...(old.columns.digest === current.columns.digest ? [] : [{ kind: 'altered', what: 'columns', table } as const]),
      ...ofParts('constraint', table, old.constraints, current.constraints),
      ...ofParts('index', table, old.indexes, current.indexes),
    ];
  });
}

type Parts = Readonly<Record<string, string>>;

function ofParts(what: 'constraint' | 'index', table: string, old: Parts, current: Parts): StructureDifference[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])].toSorted();
  return names.flatMap((name): StructureDifference[] => {
    if (old[name] === current[name]) return [];
    const kind = old[name] === undefined ? 'added' : current[name] === undefined ? 'missing' : 'altered';
    return [{ kind, what, table, name }];
  });
}

/** An index or a constraint more than before hurts nobody who goes back; all else is another schema. */
const isHarmless = ({ kind, what }: StructureDifference): boolean => kind === 'added' && (what === 'index' || what === 'constraint');

function findingsOf(differences: readonly StructureDifference[], { database }: DatabaseStructure): Finding[] {
  const [first] = differences;
  if (!first) return [];
  const message = `The tables are not those of before the release: ${counted(differences)}. The first is ${inWords(first)}.`;
  const severity = differences.every(isHarmless) ? 'warn' : 'fail';
  return [
    finding(codes.STRUCTURE_ALTERED, {
      subject: `database/${database}/structure`,
      severity,
      message,
      expected: 0,
      actual: differences.length,
    }),
  ];
}

/** `3 tables added, 2 columns altered`, by kind */
function counted(differences: readonly StructureDifference[]): string {
  const groups = new Map<string, number>();
  for (const { kind, what } of differences) groups.set(`${what} ${kind}`, (groups.get(`${what} ${kind}`) ?? 0) + 1);
  return [...groups].map(([group, count]) => `${count} × ${group}`).join(', ');
}

const inWords = ({ kind, what, table, name }: StructureDifference): string =>
  what === 'table'
    ? `the table ${table} (${kind})`
    : what === 'columns'
      ? `the columns of ${table} (${kind})`
      : `the ${what} ${name} of ${table} (${kind})`;

const MOST_ROWS = 100;

const exhibit = (differences: readonly StructureDifference[]): Exhibit => ({
  kind: 'table',
  title: `What differs from before the release${differences.length > MOST_ROWS ? ` (the first ${MOST_ROWS} of ${differences.length})` : ''}`,
  columns: ['Difference', 'What', 'Table', 'Name'],
  rows: differences.slice(0, MOST_ROWS).map(({ kind, what, table, name = '' }) => [kind, what, table, name]),
});

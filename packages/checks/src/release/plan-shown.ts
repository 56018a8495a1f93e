import type { Exhibit } from '@keycloak-release-gate/core';
import type { RollbackPlanRecord } from './rollback-plan-record.ts';

type Sheet = Extract<Exhibit, { kind: 'sheet' }>;
type Entry = Sheet['sections'][number]['entries'][number];

/** A declared plan beside the one that is needed, as far as anybody knows it. */
export interface PlanShown {
  /** With its reason. */
  readonly declared: string;
  readonly needed: 'A' | 'B' | 'indeterminate' | 'unknown';
  readonly because: string;
  /** What was tried, or that nothing was. */
  readonly tried: string;
}

/** The plan for whoever decides about the release, and for whoever has to roll it back. */
export function planShown({ declared, needed, because, tried }: PlanShown): Sheet {
  const isEnough = declared.startsWith('B') || needed === 'A';
  const mark: Entry['mark'] = isEnough
    ? { tone: 'good', text: 'what is declared is enough' }
    : needed === 'unknown'
      ? { tone: 'warn', text: 'nobody knows whether what is declared is enough' }
      : { tone: 'bad', text: 'what is declared is too weak' };
  return {
    kind: 'sheet',
    topic: 'rollback',
    title: 'The rollback plan',
    sections: [
      {
        title: 'Plan',
        entries: [
          { label: 'declared', value: declared },
          { label: 'needed', value: needed === 'indeterminate' ? 'B, for nobody could tell' : needed, mark },
          { label: 'why', value: because },
          { label: 'tried', value: tried },
        ],
      },
    ],
  };
}

/** What was tried on a restored copy, a sheet for each; none where nothing was. */
export const trialsShown = (record: RollbackPlanRecord): Sheet[] => [...forecastShown(record), ...rehearsalShown(record)];

function forecastShown({ forecast, to }: RollbackPlanRecord): Sheet[] {
  if (!forecast) return [];
  const { sql, statements, tables, changeSets, indexBuilds, seconds } = forecast;
  const kinds = Object.entries(statements).toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  return [
    {
      kind: 'sheet',
      topic: 'rollback',
      title: `What ${to} says that it would migrate`,
      sections: [
        {
          title: 'Forecast on a restored copy',
          entries: [
            { label: 'told in', value: inSeconds(seconds) },
            ...changeSets.map(({ table, count }) => ({ label: `change sets in ${table}`, value: String(count) })),
            ...(changeSets.length === 0 ? [{ label: 'change sets', value: 'none is new' }] : []),
            { label: 'tables', value: tables.length === 0 ? 'none' : `${tables.length}: ${tables.join(', ')}` },
          ],
        },
        ...(kinds.length === 0
          ? []
          : [{ title: 'Statements by kind', entries: kinds.map(([kind, count]) => ({ label: kind, value: String(count) })) }]),
        ...(indexBuilds.length === 0
          ? []
          : [
              {
                title: 'Indexes on large tables, which Keycloak leaves to you',
                entries: indexBuilds.map(({ index, table, rows }) => ({
                  label: index,
                  value: rows === null ? `on ${table}, which is new` : `on ${table}, ${rows} rows`,
                  mark: { tone: 'warn' as const, text: 'to be built by hand' },
                })),
              },
            ]),
        ...(sql === null
          ? []
          : [
              {
                title: 'The SQL, without values of rows',
                entries: [
                  { label: 'file, beside the record of the plan', value: `${sql.file}, ${sql.bytes} bytes` },
                  { label: 'SHA-256 as Keycloak wrote it', value: sql.sha256 },
                ],
              },
            ]),
      ],
    },
  ];
}

function rehearsalShown({ rehearsal, probeBudget, from, to }: RollbackPlanRecord): Sheet[] {
  if (!rehearsal) return [];
  const { seconds, tables, oldBooted, logins } = rehearsal;
  return [
    {
      kind: 'sheet',
      topic: 'rollback',
      title: `The rehearsal of plan A: ${from} on what ${to} leaves`,
      sections: [
        {
          title: 'On a restored copy',
          entries: [
            {
              label: `${to} was ready after`,
              value: seconds === null ? 'it never was' : inSeconds(seconds),
              ...budgetMark(seconds, probeBudget),
            },
            { label: 'the probes let a pod start for', value: budgetWords(probeBudget) },
            {
              label: `${from} started on what was left`,
              value: oldBooted ? 'yes' : 'no',
              mark: oldBooted ? { tone: 'good', text: 'ready' } : { tone: 'bad', text: 'not ready' },
            },
          ],
        },
        {
          title: `Tables that the migration changed (${tables.length})`,
          entries: tables.map(({ table, rowsBefore, rowsAfter, sameDefinition, hashBefore, hashAfter }) => ({
            label: table,
            value:
              `rows: ${rowsBefore ?? 'no table'} → ${rowsAfter ?? 'no table'}` +
              (sameDefinition ? '' : ', made otherwise') +
              (hashBefore === undefined || hashAfter === undefined ? '' : `; SHA-256 ${short(hashBefore)} → ${short(hashAfter)}`),
          })),
        },
        { title: `Possible on ${from} afterwards`, entries: logins.map(loginShown) },
      ],
    },
  ];
}

const short = (hash: string | null): string => hash?.slice(0, 12) ?? 'none';

function loginShown({ who, ok, why }: NonNullable<RollbackPlanRecord['rehearsal']>['logins'][number]): Entry {
  const value = ok === true ? 'yes' : ok === false ? 'no' : 'not tried';
  return {
    label: who,
    value: why === null ? value : `${value}: ${why}`,
    mark: { tone: ok === true ? 'good' : ok === false ? 'bad' : 'warn', text: value },
  };
}

function budgetMark(took: number | null, budget: RollbackPlanRecord['probeBudget']): Pick<Entry, 'mark'> {
  if (took === null || typeof budget?.seconds !== 'number') return {};
  return {
    mark: took <= budget.seconds ? { tone: 'good', text: 'within it' } : { tone: 'warn', text: 'it would be ended while it migrates' },
  };
}

const budgetWords = (budget: RollbackPlanRecord['probeBudget']): string =>
  budget === null ? 'not seen' : budget.seconds === null ? 'any time: none ends it' : `${inSeconds(budget.seconds)} (${budget.from})`;

const inSeconds = (value: number): string => `${Math.round(value * 10) / 10} s`;

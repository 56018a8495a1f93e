import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { writer } from '../report/terminal-writer.ts';
import type { Terminal, Writer } from '../report/terminal-writer.ts';
import { count } from '../diff/words.ts';
import { answerOf, exitCodeOf, verdictOf } from './words.ts';
import type { HeldPlan } from './words.ts';

/** How many lines of evidence are shown; all stand in the record. */
const MOST_EVIDENCE = 5;
const LABEL = 12;

/** The plan for a terminal; without colour for a file. */
export function terminalPlan(held: HeldPlan, terminal: Terminal): string {
  const write = writer(terminal);
  const { record } = held;
  const deciding = record.rules.find(({ rule }) => rule === record.decidedBy);
  const strong = exitCodeOf(held) === 0;
  return [
    write.paint('bold', write.text(`The rollback plan of ${record.release} (${record.from} → ${record.to}) in ${record.environment}`)),
    '',
    write.paint(record.plan === 'A' ? 'green' : 'yellow', answerOf(record)),
    ...(deciding ? [...entry(write, 'because', deciding.because), ...evidenceLines(write, deciding.evidence)] : []),
    '',
    'The rules, in their order; the first that holds decides',
    ...record.rules.flatMap((rule) => ruleLine(write, rule, rule.rule === record.decidedBy)),
    ...section('Tried on a restored copy', [
      ...copyLines(write, record),
      ...forecastLines(write, record),
      ...rehearsalLines(write, record),
    ]),
    ...section('What plan B would lose', lostLines(write, record)),
    '',
    write.paint(strong ? 'green' : 'red', verdictOf(held)),
    '',
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', title, ...lines]);

const entry = ({ line, text }: Writer, label: string, value: string): string[] => [line(2, text(value), undefined, label.padEnd(LABEL))];

function evidenceLines(write: Writer, evidence: readonly string[]): string[] {
  const shown = evidence.slice(0, MOST_EVIDENCE);
  const more = evidence.length - shown.length;
  return [
    ...shown.flatMap((each, index) => entry(write, index === 0 ? 'evidence' : '', each)),
    ...(more > 0 ? entry(write, '', `and ${more} more; --format json has all of them`) : []),
  ];
}

function ruleLine(write: Writer, { rule, holds, because }: RollbackPlanRecord['rules'][number], decides: boolean): string[] {
  const mark = holds === null ? '?' : holds ? '✓' : '·';
  const words = `${rule.replaceAll('-', ' ')}: ${because}`;
  return [write.line(2, write.text(words), decides ? 'bold' : holds === false ? 'dim' : undefined, `${mark} `)];
}

function copyLines(write: Writer, { backup, notTried }: RollbackPlanRecord): string[] {
  const hash = typeof backup?.sha256 === 'string' ? `, SHA-256 ${backup.sha256.slice(0, 16)}…` : '';
  return [
    ...(backup ? entry(write, 'backup', `${backup.name}, taken ${backup.takenAt.earliest}${hash}`) : []),
    ...(notTried === null ? [] : [write.line(2, write.text(notTried), 'yellow', 'not tried'.padEnd(LABEL))]),
  ];
}

function forecastLines(write: Writer, { forecast }: RollbackPlanRecord): string[] {
  if (!forecast) return [];
  const changeSets = forecast.changeSets.reduce((sum, each) => sum + each.count, 0);
  const kinds = Object.entries(forecast.statements)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, number]) => `${number} ${kind}`);
  const statements = Object.values(forecast.statements).reduce((sum, each) => sum + each, 0);
  const what =
    forecast.sql === null
      ? 'no change set is new'
      : `${count(changeSets, 'change set')}, ${count(statements, 'statement')} (${kinds.join(', ')}) on ${count(forecast.tables.length, 'table')}`;
  const builds = forecast.indexBuilds.map(({ index, table, rows }) => `${index} on ${table} (${rows} rows)`);
  return [
    ...entry(write, 'forecast', `${what}, told in ${seconds(forecast.seconds)}`),
    ...(forecast.sql === null ? [] : entry(write, 'SQL', `${forecast.sql.file}, ${forecast.sql.bytes} bytes`)),
    ...(builds.length === 0 ? [] : entry(write, 'indexes', `on large tables, which Keycloak leaves to you: ${builds.join(', ')}`)),
  ];
}

function rehearsalLines(write: Writer, { rehearsal, probeBudget, from, to }: RollbackPlanRecord): string[] {
  if (!rehearsal) return [];
  const { line, text } = write;
  const changed = rehearsal.tables.map(({ table }) => table);
  const most = changed.slice(0, 8);
  const others = changed.length > most.length ? `, and ${changed.length - most.length} more` : '';
  return [
    ...entry(
      write,
      'rehearsal',
      `${to} was ${rehearsal.seconds === null ? 'not ready' : `ready after ${seconds(rehearsal.seconds)}`}${budgetWords(rehearsal.seconds, probeBudget)}`,
    ),
    ...entry(
      write,
      'tables',
      changed.length === 0 ? 'none changed' : `${count(changed.length, 'table')} changed: ${most.join(', ')}${others}`,
    ),
    ...entry(write, 'then', `${from} ${rehearsal.oldBooted ? 'started' : 'did not start'} on what ${to} had left`),
    ...rehearsal.logins.map(({ who, ok, why }) =>
      line(
        2 + LABEL,
        text(`${who}${why === null ? '' : `: ${why}`}`),
        ok === true ? undefined : ok === false ? 'red' : 'yellow',
        ok === true ? '✓ ' : ok === false ? '✗ ' : '? ',
      ),
    ),
  ];
}

function budgetWords(took: number | null, budget: RollbackPlanRecord['probeBudget']): string {
  if (!budget) return '; for how long the probes let a pod start is not known';
  if (budget.seconds === null) return '; no probe ends a pod that starts slowly';
  const fits = took !== null && took <= budget.seconds;
  return `; the probes let a pod start for ${seconds(budget.seconds)}${fits ? '' : ', which is TOO SHORT: it would be ended while it migrates'}`;
}

function lostLines(write: Writer, { lost, plan }: RollbackPlanRecord): string[] {
  if (plan === 'A') return [];
  if (!lost) return entry(write, 'lost', 'all since the backup was taken; it was not counted');
  const counts = Object.entries(lost.counts).flatMap(([what, number]) => (number > 0 ? [`${number} ${what}`] : []));
  return entry(write, 'lost', `since ${lost.since}: ${counts.join(', ') || 'nothing that has a date'}`);
}

const seconds = (value: number): string => `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} s`;

import { relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { restoreInWords } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { backupEnvironment } from '../../backup/environment.ts';
import { runDrill } from '../../backup/run-drill.ts';
import type { DrillOutcome } from '../../backup/run-drill.ts';
import { longWork } from '../../progress/long-work.ts';
import type { LongWork } from '../../progress/long-work.ts';
import { requireEnvironment } from '../../scenarios/require-environment.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly level: DrillLevel;
  readonly jobs?: number;
  readonly target?: string;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify backup drill`: restores a backup into a scratch server, looks into it, and removes it; what came of it is recorded. */
export const backupDrill = command(async (flags: Flags, name?: string) => {
  const { jobs, target } = flags;
  if (target !== undefined && flags.level === 'L5')
    throw new ConfigurationError([
      {
        code: 'BAD_OPTION',
        message: "Keycloak is started only on a server of the gate's own, which nothing else reaches.",
        where: '--target, --level L5',
        remedy: 'Leave --target out for L5.',
      },
    ]);
  if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64))
    throw new ConfigurationError([
      { code: 'BAD_OPTION', message: `${jobs} is no number of jobs.`, where: '--jobs', remedy: 'Give a whole number from 1 to 64.' },
    ]);
  const scenarios = resolve(flags.scenarios);
  const env = await requireEnvironment(scenarios, flags.env);
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  let left: string | undefined;
  try {
    const prepared = await backupEnvironment({ env, scenarios, lab: labName(flags), quiet: flags.json }, process.env, ['database']);
    const told = flags.json ? silent : longWork(process.stderr);
    const { level } = flags;
    const outcome = await runDrill(
      prepared,
      {
        name,
        level,
        jobs,
        reports: resolve(flags.reports),
        target: target === undefined ? undefined : { named: target, scenarios, variables: process.env },
        told,
        left: (why) => {
          left = why;
        },
      },
      interrupt.signal,
    );
    const exitCode = outcome.findings.some(({ severity }) => severity === 'fail') ? 1 : outcome.gaps.length > 0 ? 3 : 0;
    if (flags.json)
      process.stdout.write(`${JSON.stringify({ environment: env, exitCode, ...outcome, written: placeOf(outcome) }, null, 2)}\n`);
    else process.stdout.write(words(outcome));
    return exitCode;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write(
      left === undefined
        ? 'Interrupted: what was restored is removed, and nothing was recorded.\n'
        : `Interrupted, and nothing was recorded. ${cleanLine(left)} A copy of personal data is left there: remove it.\n`,
    );
    return exitCodeOf(interrupt.signal.reason);
  } finally {
    stopListening();
  }
});

const silent: LongWork = { line: () => undefined, moving: () => undefined, end: () => undefined };

const placeOf = ({ written }: DrillOutcome): string | null => (written === null ? null : relative(process.cwd(), written));

function words(outcome: DrillOutcome): string {
  const { findings, gaps, facts, drill: record } = outcome;
  const written = placeOf(outcome);
  const failed = findings.some(({ severity }) => severity === 'fail');
  const [mark, colour] = failed ? (['✗', 'red'] as const) : gaps.length > 0 ? (['?', 'yellow'] as const) : (['✓', 'green'] as const);
  const painted = styleText(colour, mark, { stream: process.stdout });
  return [
    `${painted} ${verdictOf(record, failed)}`,
    ...findings.map(
      ({ severity, message, remedy, code }) =>
        `  ${severity === 'fail' ? '✗' : '!'} ${cleanLine(message)}\n      do    ${remedy}\n      code  ${code}`,
    ),
    ...gaps.map(({ reason, remedy, code }) => `  ? ${cleanLine(reason)}\n      do    ${remedy}\n      code  ${code}`),
    ...facts.map(({ name, value, unit }) => `    ${name}: ${cleanLine(String(value))}${unit === undefined ? '' : ` ${unit}`}`),
    ...(written === null ? [] : [`Written: ${written}`]),
    '',
  ].join('\n');
}

function verdictOf(record: DrillRecord | null, failed: boolean): string {
  if (!record) return 'Nothing was restored.';
  const { name } = record.backup;
  if (record.failure) return `${cleanLine(name)} was not restored to its end.`;
  const took = restoreInWords(record);
  const unmeasured = record.seconds.boot === null ? ", without Keycloak's start, which was not measured" : '';
  return failed
    ? `${cleanLine(name)} was restored in ${took}, and is not good.`
    : `${cleanLine(name)} is restorable: it took ${took}${unmeasured}.`;
}

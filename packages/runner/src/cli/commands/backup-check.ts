import { resolve } from 'node:path';
import { styleText } from 'node:util';
import type { ReadingLevel } from '@keycloak-release-gate/checks/backup';
import { backupEnvironment } from '../../backup/environment.ts';
import { judgeBackups, lookAtBackups } from '../../backup/look.ts';
import type { JudgedSource } from '../../backup/look.ts';
import { requireEnvironment } from '../../scenarios/require-environment.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly level: ReadingLevel;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify backup check`: what a run says of the backups, at once and without a release; with a name, of that one. */
export const backupCheck = command(async (flags: Flags, name?: string) => {
  const scenarios = resolve(flags.scenarios);
  const env = await requireEnvironment(scenarios, flags.env);
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  try {
    const prepared = await backupEnvironment({ env, scenarios, lab: labName(flags), quiet: flags.json }, process.env, [
      'database',
      'kubernetes',
      'backups',
    ]);
    const now = new Date().toISOString();
    const seen = await lookAtBackups(prepared, interrupt.signal, { judged: true, level: flags.level });
    const judged = await judgeBackups(prepared, seen, name, now, interrupt.signal, flags.level);
    const exitCode = exitCodeOfJudged(judged);
    if (flags.json) process.stdout.write(`${JSON.stringify({ environment: env, exitCode, checks: judged }, null, 2)}\n`);
    else process.stdout.write(judged.map(words).join('\n'));
    return exitCode;
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodeOf(interrupt.signal.reason);
    throw error;
  } finally {
    stopListening();
  }
});

const failed = ({ findings }: JudgedSource): boolean => findings.some(({ severity }) => severity === 'fail');

/** 1 where a backup is not good, 3 where it could not be seen, 0 otherwise. */
const exitCodeOfJudged = (judged: readonly JudgedSource[]): 0 | 1 | 3 =>
  judged.some(failed) ? 1 : judged.some(({ gaps }) => gaps.length > 0) ? 3 : 0;

function words(source: JudgedSource): string {
  const { title, check, findings, gaps, facts = [] } = source;
  const [mark, colour] = failed(source)
    ? (['✗', 'red'] as const)
    : gaps.length > 0
      ? (['?', 'yellow'] as const)
      : findings.length > 0
        ? (['!', 'yellow'] as const)
        : (['✓', 'green'] as const);
  const painted = styleText(colour, mark, { stream: process.stdout });
  return [
    `${painted} ${title} (${check})`,
    ...findings.map(
      ({ severity, message, remedy, code }) =>
        `  ${severity === 'fail' ? '✗' : '!'} ${cleanLine(message)}\n      do    ${remedy}\n      code  ${code}`,
    ),
    ...gaps.map(({ reason, remedy, code }) => `  ? ${cleanLine(reason)}\n      do    ${remedy}\n      code  ${code}`),
    ...facts.map(({ name, value, unit }) => `    ${cleanLine(name)}: ${cleanLine(String(value))}${unit === undefined ? '' : ` ${unit}`}`),
    '',
  ].join('\n');
}

import { resolve } from 'node:path';
import { BackupJob } from '@keycloak-release-gate/checks/backup';
import { drillsFolder, readDrills } from '../../backup/drills.ts';
import { backupEnvironment } from '../../backup/environment.ts';
import { lookAtBackups } from '../../backup/look.ts';
import { rowsOf } from '../../backup/rows.ts';
import { tableOf } from '../../backup/table.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { requireEnvironment } from '../../scenarios/require-environment.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify backup list`: every backup that can be seen, newest first. Exit code 3: a source could not be asked. */
export const backupList = command(async (flags: Flags) => {
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
    const seen = await lookAtBackups(prepared, interrupt.signal, { judged: false });
    const rows = rowsOf(seen, readDrills(drillsFolder(resolve(flags.reports), env)));
    const gaps = seen.flatMap((source) => source.gaps);
    const jobs = seen.flatMap(({ evidence }) => BackupJob.safeParse(evidence).data ?? []);
    if (flags.json) {
      const backups = rows.map(({ look: _look, backup: _backup, ...row }) => row);
      process.stdout.write(`${JSON.stringify({ environment: env, backups, jobs, gaps }, null, 2)}\n`);
    } else {
      // A CronJob tells that it ran, and lists nothing.
      const lists = seen.some(({ evidence }) => evidence !== undefined) && seen.length > jobs.length;
      if (rows.length > 0 || lists) process.stdout.write(rows.length === 0 ? 'There is no backup.\n' : tableOf(rows, Date.now()));
      for (const { name, cronJob } of jobs)
        process.stdout.write(
          `The CronJob ${cleanLine(name)} ${cronJob ? `succeeded last ${cronJob.lastSuccessfulTime ?? 'never'}` : 'is not there'}.\n`,
        );
      for (const { reason, remedy, code } of gaps)
        process.stdout.write(`\n? ${cleanLine(reason)}\n    do    ${remedy}\n    code  ${code}\n`);
    }
    return seen.some(({ evidence }) => evidence === undefined) ? 3 : 0;
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodeOf(interrupt.signal.reason);
    throw error;
  } finally {
    stopListening();
  }
});

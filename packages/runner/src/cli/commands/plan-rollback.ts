import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { relative, resolve } from 'node:path';
import { backupCodes } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { terminalFor } from '../../report/terminal-writer.ts';
import { startLab } from '../../lab/start-lab.ts';
import { longWork } from '../../progress/long-work.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { recordsOf } from '../../records/places.ts';
import { compose } from '../../rollback-plan/compose.ts';
import { jsonPlan } from '../../rollback-plan/json.ts';
import { lookAtLive } from '../../rollback-plan/live.ts';
import { terminalPlan } from '../../rollback-plan/terminal.ts';
import { findHomes, tryOnCopy } from '../../rollback-plan/try-on-copy.ts';
import { exitCodeOf } from '../../rollback-plan/words.ts';
import { sqlFileOf, writePlan } from '../../rollback-plan/write.ts';
import { seenElsewhere } from '../../rollback-plan/seen-elsewhere.ts';
import type { Variables } from '../../scenarios/resolve-environment.ts';
import { chooseRelease } from '../../scenarios/choose.ts';
import { prepare } from '../../verify/prepare.ts';
import type { Prepared, StartEnvironment } from '../../verify/prepare.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { exitCodeOf as exitCodeOfSignal, listen } from '../listen.ts';
import { optionsOf } from './run.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly release?: string;
  readonly rehearse?: boolean;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly lab?: string;
}

/**
 * `verify plan-rollback`: which rollback plan the release needs, by rules on what was seen and tried, and whether the declared one is strong
 * enough. Writes the record that pre-release holds the release against. Exit code 0 strong enough, 1 too weak, 2 for bad usage, 3 where a copy
 * of the database could not be removed.
 */
export const planRollback = command(async (flags: Flags) => {
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  const told = longWork(process.stderr);
  try {
    const options = { ...(await optionsOf(flags)), suite: 'health', plansOnly: true };
    const { value: release } = await chooseRelease(options.scenarios, options.env, flags.release);
    let variables: Variables = process.env;
    const pull = flags.rehearse === false || !release.deploys ? [] : [release.keycloak.from, release.keycloak.to];
    const lab = startLab({ name: labName(flags), signal: interrupt.signal, quiet: flags.format === 'json', pull });
    const start: StartEnvironment = async (choice) => {
      variables = { ...variables, ...(await lab(choice)) };
      return variables;
    };
    const prepared = await prepare({ ...options, release: release.id }, process.env, start, interrupt.signal);
    refuseWithoutDatabase(prepared);
    const { environment } = prepared.plan.run;
    const file = recordsOf(environment.id, release.id, options.reports).rollbackPlan;
    // What must be tried and cannot be is said before anything is looked at.
    if (flags.rehearse === true && release.deploys) await findHomes({ environment, release });
    told.line('… the database, its backups and the pods');
    const live = await lookAtLive(prepared, interrupt.signal);
    const tried = await tryOnCopy({ environment, release, live, rehearse: flags.rehearse, signal: interrupt.signal, told });
    const record = compose({
      release,
      environment: environment.id,
      live,
      tried,
      seenElsewhere: await seenElsewhere({ scenarios: options.scenarios, reports: options.reports, environment, release, variables }),
      at: new Date().toISOString(),
      host: hostname(),
      sqlFile: sqlFileOf(file),
    });
    writePlan(file, record, tried.sql);
    told.end();
    const held = { record, declared: release.rollback };
    const text = flags.format === 'json' ? jsonPlan(held) : terminalPlan(held, terminalFor(flags.output));
    if (flags.output === undefined) process.stdout.write(text);
    else writeFileSync(resolve(flags.output), text);
    process.stderr.write(`Written: ${relative(process.cwd(), file)}\n`);
    if (tried.notRemoved !== undefined)
      process.stderr.write(`✗ ${cleanLine(tried.notRemoved)}\n    code   ${backupCodes.COPY_NOT_REMOVED.code}\n`);
    return exitCodeOf(held) || (tried.notRemoved === undefined ? 0 : 3);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('Interrupted: no plan was computed, and what was restored is gone.\n');
    return exitCodeOfSignal(interrupt.signal.reason);
  } finally {
    told.end();
    stopListening();
  }
});

function refuseWithoutDatabase({ plan: { run } }: Prepared): void {
  if (run.environment.database) return;
  throw new ConfigurationError([
    {
      code: 'NO_DATABASE',
      message: `The environment "${run.environment.id}" declares no database, and the plan is computed from it.`,
      where: `scenarios/environments/${run.environment.id}.ts`,
      remedy: 'Declare `database`; `verify doctor` shows the rights that its user needs.',
    },
  ]);
}

import { resolve } from 'node:path';
import { terminalFor } from '../../report/terminal-writer.ts';
import { gather } from '../../release/status/gather.ts';
import { policyProgress } from '../../release/status/progress.ts';
import type { PolicyProgress } from '../../release/status/model.ts';
import { terminalOverview, terminalProgress } from '../../release/status/terminal.ts';
import { loadEnvironment, loadRelease, scenarioIds } from '../../scenarios/load.ts';
import { command } from '../command.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly records?: readonly string[];
  readonly json: boolean;
}

/**
 * `verify release status [id]`: how far a release is on its way through the policy, by the records; without an id, all open releases in a
 * line each. Exit code 1 where a step failed, 3 where something that was looked at could not be told, 0 where all that was done is good,
 * whatever is still to do; 2 for bad usage.
 */
export const releaseStatus = command(async (flags: Flags, id?: string) => {
  const scenarios = resolve(flags.scenarios);
  const now = new Date().toISOString();
  const named = id === undefined ? undefined : await loadRelease(scenarios, id);
  using gathered = await gather({ scenarios, reports: resolve(flags.reports), records: flags.records ?? [], variables: process.env }, now);
  if (named) {
    const progress = policyProgress(await gathered.inputOf(named));
    const timeZone = await zoneOf(scenarios, named.value.environments.at(-1));
    process.stdout.write(
      flags.json ? `${JSON.stringify(progress, null, 2)}\n` : terminalProgress(progress, timeZone, terminalFor(undefined)),
    );
    return progress.exitCode;
  }
  const releases = await Promise.all((await scenarioIds(scenarios, 'releases')).map((each) => loadRelease(scenarios, each)));
  const open = releases.filter(({ value }) => value.status === 'open');
  const all = (await Promise.all(open.map(gathered.inputOf))).map(policyProgress);
  process.stdout.write(flags.json ? `${JSON.stringify(all, null, 2)}\n` : terminalOverview(all, terminalFor(undefined)));
  return worst(all);
});

const worst = (all: readonly PolicyProgress[]): number => {
  const codes = all.map(({ exitCode }) => exitCode);
  return codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0;
};

/** The zone in which the last environment keeps its time. */
async function zoneOf(scenarios: string, environment: string | undefined): Promise<string> {
  const declared = environment === undefined ? undefined : (await loadEnvironment(scenarios, environment)).value.timeZone;
  const zone = typeof declared === 'object' ? process.env[declared.variable] : declared;
  return zone === undefined || zone === '' ? 'UTC' : zone;
}

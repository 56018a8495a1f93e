import { relative, resolve } from 'node:path';
import { makeBaseline, WANTED_HOURS } from '@keycloak-release-gate/checks';
import type { LogBaseline } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { startLab } from '../../lab/start-lab.ts';
import { readExports } from '../../log-baseline/exported.ts';
import { logBaselineFile, writeLogBaseline } from '../../log-baseline/file.ts';
import { readPods } from '../../log-baseline/pods.ts';
import { loadEnvironment } from '../../scenarios/load.ts';
import { resolveEnvironment } from '../../scenarios/resolve-environment.ts';
import { resolveSecrets } from '../../secrets/resolve.ts';
import { prepare } from '../../verify/prepare.ts';
import { redactorFor } from '../../verify/redactor.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { optionsOf } from './run.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly since?: string;
  readonly hours?: number;
  readonly file?: readonly string[];
  readonly pods: boolean;
  readonly output?: string;
  readonly partial: boolean;
  readonly lab?: string;
  readonly json: boolean;
}

/**
 * `verify logs baseline`: what the logs hold before a release, from the pods or from files that a log store exported. One that
 * does not cover the time that is asked for, or of which a part could not be read, is not written (exit 3), unless `--partial`.
 */
export const logsBaseline = command(async (flags: Flags) => {
  const takenAt = new Date();
  const { since, hours } = windowOf(flags, takenAt);
  const files = flags.file ?? [];
  const options = { ...(await optionsOf(flags)), suite: 'health', plansOnly: true };
  const loaded = await loadEnvironment(options.scenarios, options.env);
  // Files are read on any machine, and what they are compared with needs no access: so nothing of the environment must be at hand.
  const exported = await readExports(files, flags.since === undefined ? undefined : since);
  const prepared =
    files.length === 0 || flags.pods
      ? await prepare(options, process.env, startLab({ name: labName(flags), quiet: flags.json }))
      : undefined;
  const environment = prepared?.plan.run.environment ?? resolveEnvironment(loaded, process.env).environment;
  const secrets = prepared?.secrets ?? resolveSecrets({ ...loaded.value, id: '' }, process.env, loaded.file).values;
  const pods = prepared ? await readPods(prepared, since, new AbortController().signal) : { logs: [], unread: [] };
  const made = makeBaseline([...pods.logs, ...exported], {
    environment: options.env,
    takenAt: takenAt.toISOString(),
    wantedHours: hours,
    unread: pods.unread,
  });
  if (!made) return tell(flags, { short: [...pods.unread, 'No log has a single line.'] });
  const baseline = redactorFor(secrets, environment).json(made, true);
  const named = environment?.logs?.baseline ?? (typeof loaded.value.logs?.baseline === 'string' ? loaded.value.logs.baseline : undefined);
  const file = resolve(flags.output ?? logBaselineFile(options.env, named, options.reports));
  const writes = baseline.short.length === 0 || flags.partial;
  if (writes) writeLogBaseline(file, baseline);
  return tell(flags, { baseline, short: baseline.short, ...(writes ? { file } : {}) });
});

function windowOf({ since, hours = WANTED_HOURS }: Flags, now: Date): { readonly since: string; readonly hours: number } {
  const problem = (code: string, message: string, where: string, remedy: string): ConfigurationError =>
    new ConfigurationError([{ code, message, where, remedy }]);
  if (!(hours > 0 && hours <= 24 * 366))
    throw problem('BAD_HOURS', `${hours} hours are no window.`, '--hours', 'Give a number of hours: 24.');
  if (since === undefined) return { since: new Date(now.getTime() - hours * 3_600_000).toISOString(), hours };
  if (!z.iso.datetime({ offset: true }).safeParse(since).success || Date.parse(since) >= now.getTime())
    throw problem(
      'BAD_TIME',
      `"${since}" is no ISO 8601 time with an offset that has passed.`,
      '--since',
      'Write it as 2026-11-23T20:00:00+01:00.',
    );
  return { since: new Date(since).toISOString(), hours: (now.getTime() - Date.parse(since)) / 3_600_000 };
}

interface Told {
  readonly baseline?: LogBaseline;
  readonly short: readonly string[];
  readonly file?: string;
}

/** Tells what was read and what it lacks. Where nothing was written, the exit code is 3. */
function tell({ json, env }: Flags, { baseline, short, file }: Told): number {
  const place = file === undefined ? undefined : relative(process.cwd(), file);
  if (json) {
    const { hours, from, to, sources = [], messages = [] } = baseline ?? {};
    process.stdout.write(
      `${JSON.stringify({ environment: env, written: place ?? null, hours: hours ?? 0, from, to, sources, messages: messages.length, short }, null, 2)}\n`,
    );
  } else
    process.stdout.write(
      `${[...(baseline ? wordsOf(baseline) : []), ...short.map((each) => `  short  ${each}`), ending(place)].join('\n')}\n`,
    );
  return file === undefined ? 3 : 0;
}

const ending = (place: string | undefined): string =>
  place === undefined
    ? '\nNothing was written: with a baseline like that, what is not new would look new. Give the logs of a log store (--file), fewer --hours, or --partial.'
    : `\nWritten: ${place}`;

function wordsOf({ environment, from, to, hours, sources, messages }: LogBaseline): string[] {
  const errors = messages.filter(({ level }) => level === 'ERROR');
  const times = messages.reduce((sum, { count }) => sum + count, 0);
  return [
    `The logs of "${environment}": ${hours} h, from ${from} to ${to}`,
    ...sources.map(({ name, lines, from: first, to: last }) => `  ${name}: ${lines} lines, ${first} to ${last}`),
    `  ${messages.length} different errors and warnings (${errors.length} at ERROR), ${times} times in all`,
  ];
}

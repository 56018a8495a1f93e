import { resolve } from 'node:path';
import { startLab } from '../../lab/start-lab.ts';
import { requireEnvironment } from '../../scenarios/require-environment.ts';
import type { Resumable } from '../../resume/resumable.ts';
import { prepare } from '../../verify/prepare.ts';
import type { VerifyOptions } from '../../verify/prepare.ts';
import { liveProgress } from '../../progress/live.ts';
import { plainProgress } from '../../progress/plain.ts';
import { command } from '../command.ts';
import { toldToGithub } from '../told-to-github.ts';
import { labName } from '../flags.ts';
import type { ChoiceFlags, FolderFlags } from '../flags.ts';
import { listen } from '../listen.ts';

interface RunFlags extends ChoiceFlags, FolderFlags {
  readonly env?: string;
  readonly baseline?: string;
  readonly promotedFrom?: string;
  readonly records?: readonly string[];
  readonly resume?: string;
  readonly deadline?: number;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify`: one run, one verdict, one exit code. */
export const run = command((flags: RunFlags) => toldToGithub(() => verify(flags)));

async function verify(flags: RunFlags): Promise<number> {
  const resume =
    flags.resume === undefined
      ? undefined
      : (await import('../../resume/resumable.ts')).readResumable(flags.resume, resolve(flags.reports));
  const options = { ...(await optionsOf(resume ? asBefore(flags, resume) : flags)), recorded: true };
  const interrupt = new AbortController();
  const prepared = await prepare(
    options,
    process.env,
    startLab({ name: labName(flags), signal: interrupt.signal, play: options, quiet: flags.json }),
    interrupt.signal,
  );
  const { runPlan } = await import('../../verify/run.ts');
  const live = process.stderr.isTTY && !process.env['CI'] && !flags.json ? liveProgress(process.stderr) : undefined;
  const stopListening = listen(interrupt);
  try {
    const emit = live?.emit ?? (flags.json ? () => undefined : plainProgress((line) => process.stderr.write(`${line}\n`)));
    const finished = await runPlan({
      prepared,
      options,
      interrupt: interrupt.signal,
      emit,
      ...(resume ? { resume } : {}),
      command: `verify ${process.argv.slice(2).join(' ')}`.trim(),
    });
    live?.stop();
    const { showRun } = await import('../show-run.ts');
    return await showRun(finished, flags.json);
  } finally {
    live?.stop();
    stopListening();
  }
}

type Asked = Pick<Resumable, 'environment' | 'suite' | 'release' | 'records'>;

/** What was asked of the run before is asked again, where nothing else is said. */
export function asBefore(flags: RunFlags, { environment, suite, release, records: before }: Asked): RunFlags {
  const records = flags.records ?? before;
  const releaseId = flags.release ?? release;
  return {
    ...flags,
    env: flags.env ?? environment,
    suite: flags.suite ?? suite,
    ...(releaseId === undefined ? {} : { release: releaseId }),
    ...(records === undefined ? {} : { records }),
  };
}

export async function optionsOf(flags: Omit<RunFlags, 'json' | 'lab'>): Promise<VerifyOptions> {
  const scenarios = resolve(flags.scenarios);
  return {
    env: await requireEnvironment(scenarios, flags.env),
    scenarios,
    reports: resolve(flags.reports),
    only: flags.only ?? [],
    skip: flags.skip ?? [],
    ...(flags.impacted === true ? { impacted: true } : {}),
    ...(flags.suite === undefined ? {} : { suite: flags.suite }),
    ...(flags.release === undefined ? {} : { release: flags.release }),
    ...(flags.since === undefined ? {} : { since: flags.since }),
    ...(flags.deployRun === undefined ? {} : { deployRun: flags.deployRun }),
    ...(flags.baseline === undefined ? {} : { baseline: resolve(flags.baseline) }),
    ...(flags.promotedFrom === undefined ? {} : { promotedFrom: flags.promotedFrom }),
    ...(flags.records === undefined ? {} : { records: flags.records }),
    ...(flags.deadline === undefined ? {} : { deadline: flags.deadline }),
  };
}

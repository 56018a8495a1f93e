import type { Lab } from '@keycloak-release-gate/lab';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { StartEnvironment, VerifyOptions } from '../verify/prepare.ts';
import { labProgress } from './progress.ts';

export interface StartLabOptions {
  readonly name: string;
  readonly signal?: AbortSignal;
  /** Nothing but the result goes to the terminal. */
  readonly quiet?: boolean;
  /** Versions that are to be among its images, whatever runs. */
  readonly pull?: readonly string[];
  /** With these options, a new lab plays the release up to where its post-deploy suite begins. */
  readonly play?: VerifyOptions;
}

/**
 * How the runner brings up the environment `lab`: a lab that is up is used as it is. A new one has no past, so that of a release
 * is played in it: it begins on the version before, what the pre-release suite sees is recorded, and the new version is deployed.
 */
export function startLab({
  name,
  signal = new AbortController().signal,
  quiet = false,
  play,
  pull = [],
}: StartLabOptions): StartEnvironment {
  return async ({ suite, release }) => {
    const { openLab, up } = await import('@keycloak-release-gate/lab');
    const progress = quiet ? () => undefined : labProgress(process.stderr);
    const pulled = async (lab: Lab): Promise<Variables> => {
      for (const version of pull) await lab.pull(version, { signal, progress });
      return lab.variables();
    };
    const running = await openLab(name);
    if (running) return pulled(running);
    if (!release) return pulled(await up({ name, signal, progress }));
    const { from, to } = release.value.keycloak;
    const lab = await up({ name, signal, progress, version: from });
    if (play && suite?.id === 'post-deploy') {
      await recordBefore(name, lab, { ...play, release: release.value.id });
      await lab.deploy(to, { signal, progress });
    }
    return pulled(lab);
  };
}

/** Restores the newest backup of a lab into a scratch server: pre-release asks for the record of it. */
async function drillBefore(name: string, { env, scenarios, reports }: Pick<VerifyOptions, 'env' | 'scenarios' | 'reports'>): Promise<void> {
  const [{ backupEnvironment }, { runDrill }] = await Promise.all([import('../backup/environment.ts'), import('../backup/run-drill.ts')]);
  const prepared = await backupEnvironment({ env, scenarios, lab: name, quiet: true }, process.env, ['database']);
  const told = { line: () => undefined, moving: () => undefined, end: () => undefined };
  const { findings, gaps } = await runDrill(prepared, { level: 'L4', reports, told }, new AbortController().signal);
  const said = [...findings.map(({ message }) => message), ...gaps.map(({ reason }) => reason)];
  process.stderr.write(`  · restored the newest backup into a scratch server${said.length > 0 ? `: ${said.join(' ')}` : ''}\n`);
}

/** Records what the pre-release suite sees: post-deploy and post-rollback compare with it. An earlier lab's record would not do: its addresses were others. */
export async function recordBefore(
  name: string,
  lab: Lab,
  options: Pick<VerifyOptions, 'env' | 'scenarios' | 'reports' | 'release'>,
): Promise<void> {
  await drillBefore(name, options);
  const [{ prepare }, { runPlan }] = await Promise.all([import('../verify/prepare.ts'), import('../verify/run.ts')]);
  const asked: VerifyOptions = {
    env: options.env,
    scenarios: options.scenarios,
    reports: options.reports,
    ...(options.release === undefined ? {} : { release: options.release }),
    suite: 'pre-release',
    only: [],
    skip: [],
    recorded: true,
  };
  const prepared = await prepare(asked, process.env, () => Promise.resolve(lab.variables()));
  const { record, folder } = await runPlan({
    prepared,
    options: asked,
    interrupt: new AbortController().signal,
    emit: () => undefined,
    command: 'verify lab up',
  });
  // A lab that begins on the new version has no way back to the old one, which pre-release rightly says no to.
  const status = await lab.status();
  const beginsBefore = status.state === 'up' && status.version === record.release?.keycloak.from;
  const verdict = beginsBefore ? `: ${record.verdict.kind} (${record.verdict.reasons.join('; ')})` : '';
  process.stderr.write(`  · recorded the state before the release${verdict}, in ${folder}\n`);
}

import type { Lab } from '@keycloak-release-gate/lab';
import type { StartEnvironment, VerifyOptions } from '../verify/prepare.ts';
import { labProgress } from './progress.ts';

export interface StartLabOptions {
  readonly name: string;
  readonly signal?: AbortSignal;
  /** Nothing but the result goes to the terminal. */
  readonly quiet?: boolean;
  /** With these options, the release's pre-release suite is recorded as soon as a new lab is up: it is what post-deploy compares with. */
  readonly baselineFor?: VerifyOptions;
}

/** How the runner brings up the environment `lab`: a lab that is up is used as it is. */
export function startLab({ name, signal = new AbortController().signal, quiet = false, baselineFor }: StartLabOptions): StartEnvironment {
  return async () => {
    const { openLab, up } = await import('@keycloak-release-gate/lab');
    const running = await openLab(name);
    if (running) return running.variables();
    const lab = await up({ name, signal, progress: quiet ? () => undefined : labProgress(process.stderr) });
    if (baselineFor) await recordBaseline(lab, baselineFor);
    return lab.variables();
  };
}

/**
 * A new lab has no past: what the pre-release suite sees in it is recorded, as an operator would before a deploy. An earlier
 * lab's record would not do: its addresses were others.
 */
export async function recordBaseline(lab: Lab, options: Pick<VerifyOptions, 'env' | 'scenarios' | 'reports' | 'release'>): Promise<void> {
  const [{ prepare }, { runPlan }] = await Promise.all([import('../verify/prepare.ts'), import('../verify/run.ts')]);
  const asked = { ...options, suite: 'pre-release', only: [], skip: [] };
  const prepared = await prepare(asked, process.env, () => Promise.resolve(lab.variables()));
  const { record, folder } = await runPlan({
    prepared,
    options: asked,
    interrupt: new AbortController().signal,
    emit: () => undefined,
    command: 'verify lab up',
  });
  process.stderr.write(`  recorded as the state before the release: ${folder} (${record.verdict.kind})\n`);
}

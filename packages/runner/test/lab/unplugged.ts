import { apiServer, openLab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { faultOf } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

/** Seconds that a run may take, and those that reading and writing around it may take. */
const deadline = 120;
const slack = 30;

/** Where nobody can look, the gate does not say yes and does not say no; and it always comes to an end. */
export function unpluggedLab(place: () => Place): void {
  const inconclusive = (run: Verified, code: string): void => {
    const gaps = run.record.results.flatMap((result) => result.gaps);
    expect(
      gaps.map((gap) => gap.code),
      told(run.record),
    ).toContain(code);
    // What could not be seen, and what to do.
    for (const gap of gaps) expect(gap.reason.length * gap.remedy.length).toBeGreaterThan(0);
    const [one] = gaps.filter((gap) => gap.code === code);
    expect(run.stdout).toContain(one?.remedy.slice(0, 30));
    expect(run.milliseconds).toBeLessThan((deadline + slack) * 1000);
    expect({ exitCode: run.exitCode, verdict: run.record.verdict.kind }, told(run.record)).toEqual({
      exitCode: 3,
      verdict: 'inconclusive',
    });
  };
  const run = (...args: string[]): Promise<Verified> => verifyLab(place(), ['--deadline', String(deadline), ...args]);

  test('Ctrl-C ends a run with a partial report and exit code 130', async () => {
    let sent = false;
    const interrupted = await verifyLab(place(), [], {
      onProgress: (_chunk, kill) => {
        if (sent) return;
        sent = true;
        // It has begun to look; what it has not seen yet it will not see.
        kill('SIGINT');
      },
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.record).toMatchObject({ run: { interrupted: 'SIGINT' }, verdict: { kind: 'interrupted', exitCode: 130 } });
    expect(interrupted.record.results.some(({ outcome }) => outcome.kind === 'inconclusive' || outcome.kind === 'blocked')).toBe(true);
  });

  test('a deadline ends a run as inconclusive', async () => {
    const cut = await verifyLab(place(), ['--deadline', '1']);
    expect({ exitCode: cut.exitCode, verdict: cut.record.verdict.kind }, told(cut.record)).toEqual({
      exitCode: 3,
      verdict: 'inconclusive',
    });
    expect(cut.milliseconds).toBeLessThan(slack * 1000);
  });

  test('without a browser', async () => {
    const noBrowser = { file: 'environments/lab.ts', from: "id: 'lab',", to: "id: 'lab',\n  chromium: '/nowhere/chromium'," };
    inconclusive(await withChangedScenarios(noBrowser, (scenarios) => run('--scenarios', scenarios)), 'login/NO_BROWSER');
  });

  test('with a front door that answers 503', async ({ signal }) => {
    const { lab, fault } = await at('front-door-shut');
    await fault.inject(lab, signal);
    try {
      inconclusive(await run(), 'oidc/SERVER_ERROR');
    } finally {
      await fault.heal(lab, signal);
    }
  });

  test('without a database', async ({ signal }) => {
    const { lab, fault } = await at('database-stopped');
    await fault.inject(lab, signal);
    try {
      inconclusive(await run('--only', 'database'), 'database/UNREACHABLE');
    } finally {
      await fault.heal(lab, signal);
    }
  });

  // Nothing but the next one comes after it: a lab without its API server is at its end.
  test('with an API server that goes away in the middle of the run', async () => {
    const { lab } = await at('front-door-shut');
    const server = await apiServer(lab);
    let gone = false;
    const args = ['--deadline', String(deadline), '--only', 'kubernetes', '--only', 'keycloak-log'];
    const cut = await verifyLab(place(), args, {
      onProgress: (chunk) => {
        // It has seen the workload once.
        if (gone || !chunk.includes('kubernetes/workload')) return;
        gone = true;
        process.kill(server, 'SIGKILL');
      },
    });
    inconclusive(cut, 'kubernetes/API_UNREACHABLE');
  });

  test('without an API server', async () => {
    inconclusive(await run(), 'kubernetes/API_UNREACHABLE');
  });

  async function at(id: string) {
    const lab = await openLab(place().lab);
    if (!lab) throw new Error('The lab went away.');
    return { lab, fault: faultOf(id) };
  }
}

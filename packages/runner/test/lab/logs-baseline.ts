import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LogBaseline } from '@keycloak-release-gate/checks';
import { expect, test } from 'vitest';
import { told, verify, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** The tests of a baseline that is made of the logs of real pods. */
export function logsBaseline(place: () => Place): void {
  const file = (): string => join(place().reports, 'lab', 'log-baseline.json');
  const take = (...more: readonly string[]) =>
    verify(['logs', 'baseline', '--env', 'lab', '--lab', place().lab, '--reports', place().reports, ...more]);

  test('of a lab that is minutes old no baseline is written unasked', async () => {
    const { exitCode, stdout } = await take();
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/short {2}It covers [\d.]+ of 24 hours\.\n\nNothing was written/);
    expect(existsSync(file())).toBe(false);
  });

  test('the logs of its pods make one, and the next run has it in its record', async () => {
    const { exitCode, stderr } = await take('--partial');
    expect(exitCode, stderr).toBe(0);
    const written: unknown = JSON.parse(readFileSync(file(), 'utf8'));
    const { environment, sources, messages } = LogBaseline.parse(written);
    expect({ environment, pods: sources.filter(({ name }) => name.startsWith('pod/')).length }).toEqual({ environment: 'lab', pods: 2 });
    expect(messages.every(({ count }) => count > 0)).toBe(true);
    try {
      const run = await verifyLab(place(), ['--suite', 'health', '--only', 'keycloak-log/no-errors']);
      const [noErrors] = run.record.results;
      expect(noErrors?.outcome.kind, told(run.record)).toBe('pass');
      expect(noErrors?.findings.map(({ code, severity }) => [code, severity])).toEqual([['keycloak-log/BASELINE_SHORT', 'info']]);
      const evidence = run.record.looks['keycloak-log/baseline']?.revisions.at(-1)?.evidence ?? '';
      expect(JSON.parse(readFileSync(join(run.folder, 'evidence', evidence), 'utf8'))).toEqual({ baseline: written });
    } finally {
      rmSync(file());
    }
  });
}

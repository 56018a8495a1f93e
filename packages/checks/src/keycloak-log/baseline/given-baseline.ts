import { readFile } from 'node:fs/promises';
import { defineCollector, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from '../codes.ts';
import { LogBaseline } from './log-baseline.ts';

/** The file with the baseline of the logs, where there is one. */
const GivenBaseline = z.object({ baseline: LogBaseline.optional() });

/** Takes the baseline into the record, so that the record stands on its own. Whether it fits was asked before the run began. */
export const givenBaseline = defineCollector({
  id: 'keycloak-log/baseline',
  version: 1,
  title: 'The baseline of the logs',
  vantage: 'anywhere',
  evidence: GivenBaseline,
  timeout: 10_000,
  // The file stays as it is: but only a check of which every look settles is waited for.
  settles: true,
  personalData: true,
  params: () => ({}),
  collect: async (_params, { run }) => {
    if (run.logBaseline === undefined) return { value: {} };
    try {
      return { value: { baseline: LogBaseline.parse(JSON.parse(await readFile(run.logBaseline, 'utf8'))) } };
    } catch (error) {
      const reason = `The baseline of the logs could not be read any more: ${error instanceof Error ? error.message : String(error)}`;
      return { gaps: [gap(codes.BASELINE_UNREADABLE, { subject: 'logs', reason })] };
    }
  },
});

import { RunRecord } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** The JSON schema of `run.json`, for programs that read it. */
export function runSchema(): string {
  const schema = z.toJSONSchema(RunRecord, { target: 'draft-2020-12', io: 'output' });
  return `${JSON.stringify({ title: 'The record of one run of the gate (run.json)', ...schema }, null, 2)}\n`;
}

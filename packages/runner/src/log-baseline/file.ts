import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOG_BASELINE_SCHEMA, LogBaseline } from '@keycloak-release-gate/checks';
import { canonicalJson } from '@keycloak-release-gate/core';
import type { Environment, Problem } from '@keycloak-release-gate/core';

/** Where an environment's baseline lies: where it says, else with its reports. */
export const logBaselineFile = (environment: string, named: string | undefined, reports: string): string =>
  named ?? join(reports, environment, 'log-baseline.json');

/** The file to compare with, if there is one, or what is wrong with it. Only one that is named must be there. */
export function findLogBaseline(
  { id, logs }: Pick<Environment, 'id' | 'logs'>,
  reports: string,
): { readonly file?: string; readonly problems: readonly Problem[] } {
  const file = logBaselineFile(id, logs?.baseline, reports);
  if (!existsSync(file)) {
    if (logs === undefined) return { problems: [] };
    const message = `The baseline of the logs that the environment names is not there: ${file}.`;
    return { problems: [{ code: 'LOG_BASELINE_MISSING', message, where: 'logs.baseline', remedy: take(id) }] };
  }
  const problem = problemOf(file, id);
  return problem ? { problems: [problem] } : { file, problems: [] };
}

/** Writes the file whole or not at all. */
export function writeLogBaseline(file: string, baseline: LogBaseline): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.unfinished-${process.pid}`;
  try {
    writeFileSync(draft, `${canonicalJson(baseline)}\n`);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function problemOf(file: string, environment: string): Problem | undefined {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      code: 'LOG_BASELINE_UNREADABLE',
      message: `The baseline of the logs cannot be read: ${why}`,
      where: file,
      remedy: take(environment),
    };
  }
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  if (schema !== LOG_BASELINE_SCHEMA) {
    const message = `The file's format is ${JSON.stringify(schema)}; this version reads ${LOG_BASELINE_SCHEMA}.`;
    return { code: 'LOG_BASELINE_SCHEMA', message, where: file, remedy: take(environment) };
  }
  const parsed = LogBaseline.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `The file is no baseline of logs: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    return { code: 'LOG_BASELINE_MALFORMED', message, where: file, remedy: take(environment) };
  }
  if (parsed.data.environment !== environment) {
    const message = `The baseline of the logs is of the environment "${parsed.data.environment}", this run of "${environment}".`;
    return { code: 'LOG_BASELINE_FOREIGN', message, where: file, remedy: take(environment) };
  }
  return undefined;
}

const take = (environment: string): string => `Take it: verify logs baseline --env ${environment}`;

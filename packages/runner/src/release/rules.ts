import { codes, registry } from '@keycloak-release-gate/checks';
import type { Check, RunContext } from '@keycloak-release-gate/core';
import { identityOf } from '../plan/plan-identity.ts';
import { scenariosHash } from '../scenarios/files-hash.ts';
import { loadSuite, scenarioIds } from '../scenarios/load.ts';
import type { Rules } from './trusted-run.ts';

/** What records of these scenarios are judged by again: the gate's checks, and those that the scenarios' own suites bring. */
export async function rulesOf(scenarios: string, context: RunContext): Promise<Rules> {
  const own = await Promise.all(
    (await scenarioIds(scenarios, 'suites')).map(async (id): Promise<readonly Check[]> => {
      const { value } = await loadSuite(scenarios, id);
      try {
        return value.steps({ ...context, suite: id }).flatMap(({ checks }) => checks.map(({ check }) => check));
      } catch {
        // A suite that cannot be laid out here brings no rule; a record that needs one then says so.
        return [];
      }
    }),
  );
  return {
    checks: new Map([...own.flat().map((check) => [check.id, check] as const), ...registry]),
    codes,
    own: identityOf(scenariosHash(scenarios)),
  };
}

import { registry } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { AnyCollector, Check, Reads } from '@keycloak-release-gate/core';
import { planSuite } from '../plan/plan.ts';
import { identityOf, OWN_CODE } from '../plan/plan-identity.ts';
import { scenariosHash } from '../scenarios/files-hash.ts';
import { loadEnvironment, loadSuite } from '../scenarios/load.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { Part } from './part.ts';

/**
 * The checks that a part's plan names. Those of the library are always there; the scenarios' own are loaded from the scenarios, which must
 * be those that the part was collected with.
 */
export async function definitionsFor(part: Part, scenarios: string, variables: Variables): Promise<ReadonlyMap<string, Check>> {
  if (part.ownChecks.length === 0) return registry;
  const { environment: seen, suite: planned, release } = part.record;
  if (identityOf(scenariosHash(scenarios)) !== part.plan.of[OWN_CODE])
    throw new ConfigurationError([
      {
        code: 'SCENARIOS_DIFFER',
        message: `The plan has checks of the scenarios' own (${part.ownChecks.join(', ')}), and the scenarios here are not those that the parts were collected with.`,
        where: scenarios,
        remedy: 'Merge where the same scenarios are, or name them with --scenarios.',
      },
    ]);
  const { environment, problems } = resolveEnvironment(await loadEnvironment(scenarios, seen.id), variables);
  if (!environment) throw new ConfigurationError(problems);
  const suite = (await loadSuite(scenarios, planned.id)).value;
  const { definitions } = planSuite(suite, { suite: planned.id, environment, ...(release ? { release } : {}) });
  return new Map([...registry, ...definitions]);
}

/** The collectors that checks read, by id. */
export function collectorsOf(checks: Iterable<Check>): ReadonlyMap<string, AnyCollector> {
  const collectors = new Map<string, AnyCollector>();
  const add = (reads: Reads): void => {
    for (const read of Object.values(reads)) {
      const collector = read.kind === 'collector' ? read : read.collector;
      if (collectors.has(collector.id)) continue;
      collectors.set(collector.id, collector);
      add(collector.reads);
    }
  };
  for (const check of checks) add(check.reads);
  return collectors;
}

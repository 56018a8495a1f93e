import type { ImpactedApplication, Places } from '@keycloak-release-gate/checks';
import { VariableReference } from '@keycloak-release-gate/core';
import type { EnvironmentDefinition } from '@keycloak-release-gate/core';
import { loadEnvironment, scenarioIds } from '../scenarios/load.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** Where an environment and its applications are, and what their clients are, as far as its file says. */
export interface Told {
  readonly places: Places;
  readonly applications: readonly (ImpactedApplication & { readonly realm: string })[];
  /** The realms that it names, in their order. */
  readonly realms: readonly string[];
}

/** Reads it from the environment's file; nothing where there is no such file. A value whose variable is not set is not known. */
export async function toldOf(scenarios: string, environment: string, variables: Variables): Promise<Told> {
  const known = await scenarioIds(scenarios, 'environments');
  if (!known.includes(environment)) return { places: {}, applications: [], realms: [] };
  const { value } = await loadEnvironment(scenarios, environment);
  const text = (part: unknown): string | undefined => {
    if (typeof part === 'string') return part;
    const reference = VariableReference.safeParse(part);
    return reference.success ? variables[reference.data.variable] : undefined;
  };
  const applications = value.applications ?? [];
  return {
    places: {
      keycloak: text(value.keycloak.publicUrl),
      ...Object.fromEntries(applications.map((each) => [`application/${text(each.id)}`, text(each.environments[environment]?.url)])),
    },
    applications: applications.flatMap((each) => {
      const [id, clientId, realm] = [text(each.id), text(each.clientId), text(each.realm)];
      if (id === undefined || clientId === undefined || realm === undefined) return [];
      const [title, provider] = [text(each.title), 'broker' in each.login ? text(each.login.broker?.alias) : undefined];
      const people = text(each.login.kind) === 'browser';
      return [{ id, clientId, realm, people, ...(title === undefined ? {} : { title }), ...(provider === undefined ? {} : { provider }) }];
    }),
    realms: realmsOf(value, text),
  };
}

function realmsOf({ keycloak: { realms } }: EnvironmentDefinition, text: (part: unknown) => string | undefined): readonly string[] {
  const named = Array.isArray(realms) ? realms.map(text) : (text(realms)?.split(',') ?? []);
  return named.flatMap((each) => each?.trim() ?? []);
}

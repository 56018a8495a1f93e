import { canonicalJson } from '@keycloak-release-gate/core';
import type { Environment, EnvironmentDefinition, Problem, SecretReference } from '@keycloak-release-gate/core';
import type { Loaded } from '../scenarios/load.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { resolveSecrets, SecretMissing } from '../secrets/resolve.ts';
import type { ResolvedSecrets } from '../secrets/resolve.ts';

/** What opens the secrets that an environment refers to. */
export interface Secrets {
  readonly secrets: ResolvedSecrets['values'];
  readonly secret: (reference: SecretReference) => string;
}

/** An environment as it is described here and now; without `environment`, `problems` say why there is none. */
export interface Described extends Secrets {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/**
 * Fills in the variables and reads the secrets; all that is missing or wrong is told at once. For a part of a plan, `partly`, a secret that
 * is not there is told when a look asks for it: each place has those of its own looks.
 */
export function describe(loaded: Loaded<EnvironmentDefinition>, variables: Variables, partly = false): Described {
  const { environment, problems } = resolveEnvironment(loaded, variables);
  const secrets = resolveSecrets({ ...loaded.value, id: '' }, variables, loaded.file);
  return {
    ...(environment === undefined ? {} : { environment }),
    problems: [...problems, ...secrets.problems, ...(partly ? [] : secrets.missing.values())],
    secrets: secrets.values,
    secret: (reference) => {
      const found = secrets.values.get(canonicalJson(reference));
      const missing = secrets.missing.get(canonicalJson(reference));
      if (missing) throw new SecretMissing(missing);
      if (!found) throw new Error(`the secret ${canonicalJson(reference)} is not part of the environment`);
      return found.value;
    },
  };
}

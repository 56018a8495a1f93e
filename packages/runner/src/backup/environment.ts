import { canonicalJson, ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment } from '@keycloak-release-gate/core';
import { startLab } from '../lab/start-lab.ts';
import { loadEnvironment } from '../scenarios/load.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { resolveSecrets } from '../secrets/resolve.ts';
import type { Secrets } from '../verify/described.ts';
import { stateFolderOf } from '../verify/state-folder.ts';

export interface NamedEnvironment {
  readonly env: string;
  readonly scenarios: string;
  /** The lab's name, where that is what the environment stands on. */
  readonly lab: string;
  /** Nothing but the result goes to the terminal. */
  readonly quiet?: boolean;
}

/** As much of an environment as the backups take: nobody's password is asked for but those of the database and the cluster. */
export interface BackupEnvironment extends Secrets {
  readonly environment: Environment;
  /** The file that it stands in. */
  readonly file: string;
  readonly stateFolder: string;
}

/** Reads an environment's file for what concerns its backups. Throws a ConfigurationError. */
export async function backupEnvironment(
  { env, scenarios, lab, quiet = false }: NamedEnvironment,
  variables: Variables,
  secretsOf: readonly ('database' | 'kubernetes' | 'backups')[],
): Promise<BackupEnvironment> {
  const loaded = await loadEnvironment(scenarios, env);
  const known = loaded.value.startedBy === 'lab' ? { ...variables, ...(await startLab({ name: lab, quiet })({})) } : variables;
  const { environment, problems } = resolveEnvironment(loaded, known);
  const parts = Object.fromEntries(secretsOf.map((part) => [part, loaded.value[part]]));
  const { values: secrets, ...wrong } = resolveSecrets(parts, known, loaded.file);
  const missing = [...wrong.problems, ...wrong.missing.values()];
  if (!environment || missing.length > 0) throw new ConfigurationError([...problems, ...missing]);
  return {
    environment,
    file: loaded.file,
    stateFolder: stateFolderOf(variables),
    secrets,
    secret: (reference) => {
      const found = secrets.get(canonicalJson(reference));
      if (!found) throw new Error(`the secret ${canonicalJson(reference)} is not part of the environment`);
      return found.value;
    },
  };
}

import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import { scenarioIds } from './load.ts';

/** The environment that is named, or a ConfigurationError that says which there are. */
export async function requireEnvironment(scenarios: string, env: string | undefined): Promise<string> {
  if (env !== undefined) return env;
  const ids = await scenarioIds(scenarios, 'environments');
  throw new ConfigurationError([
    {
      code: 'NO_ENVIRONMENT',
      message: 'Which environment?',
      where: '--env',
      remedy: `Name one of: ${ids.join(', ')}. For example: verify --env ${nearest('lab', ids) ?? ids[0] ?? 'lab'}`,
    },
  ]);
}

import { loadEnvironment, scenarioIds } from '../scenarios/load.ts';

/**
 * The environments that releases go through before they come to this one, the nearest first: by `promotesFrom`, from file to file. Where one
 * of them names a variable, or no environment that there is, the way ends.
 */
export async function originsOf(scenarios: string, environment: string): Promise<string[]> {
  const ids = await scenarioIds(scenarios, 'environments');
  const origins: string[] = [];
  for (let id = environment; ;) {
    const { promotesFrom } = ids.includes(id) ? (await loadEnvironment(scenarios, id)).value : {};
    if (typeof promotesFrom !== 'string' || promotesFrom === environment || origins.includes(promotesFrom)) return origins;
    origins.push(promotesFrom);
    id = promotesFrom;
  }
}

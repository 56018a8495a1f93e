import { loadPolicy, loadSuite, scenarioIds } from '../scenarios/load.ts';
import { traceabilityMatrix } from './matrix.ts';
import type { Matrix } from './matrix.ts';
import { stepsOfSuites } from './steps-of-suites.ts';

/** The matrix of a folder of scenarios. Throws a ConfigurationError with what is wrong with them. */
export async function matrixOf(scenarios: string): Promise<Matrix> {
  const ids = await scenarioIds(scenarios, 'suites');
  const suites = await Promise.all(ids.map((id) => loadSuite(scenarios, id)));
  return traceabilityMatrix((await loadPolicy(scenarios)).value, stepsOfSuites(suites));
}

import { inGithub } from '../github/variables.ts';
import { hasRemedy } from './command.ts';

/** Does the work of a command that ends with a verdict. Where it throws before there is one, a step of GitHub's is told that, too. */
export async function toldToGithub(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (inGithub(process.env)) {
      const { ConfigurationError } = await import('@keycloak-release-gate/core');
      const { tellProblems } = await import('../github/tell.ts');
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof ConfigurationError) tellProblems('configuration', error.problems, process.env);
      else if (hasRemedy(error)) tellProblems('configuration', [{ code: 'NOT_READY', message, remedy: error.remedy }], process.env);
      else tellProblems('internal', [{ code: 'GATE_CRASHED', message }], process.env);
    }
    throw error;
  }
}

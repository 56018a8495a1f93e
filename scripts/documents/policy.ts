import { join } from 'node:path';
import { markdownPolicy } from '../../packages/runner/src/policy/markdown.ts';
import { matrixOf } from '../../packages/runner/src/policy/matrix-of-scenarios.ts';
import { root } from '../purity/judging-modules.ts';
import { page } from './page.ts';

/** What covers each sentence of the policy: the output of `verify policy --markdown`. */
export const policyMatrix = async (): Promise<string> =>
  page(
    'The policy, and what covers it',
    'Each sentence of the policy for production releases, in its order: the steps of the suites that prove it with their checks, what somebody confirms, what stands in the release file, what commands write down; or why nothing can prove it. `verify policy` shows the same.',
    markdownPolicy(await matrixOf(join(root, 'scenarios'))),
  );

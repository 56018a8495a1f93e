import { openStage, provideTools } from '@keycloak-release-gate/lab';
import type { Stage } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll } from 'vitest';
import { seesNothingGone } from './snapshot/without-roles.ts';

let stage: Stage | undefined;
beforeAll(async () => {
  const signal = AbortSignal.timeout(1_200_000);
  stage = await openStage(await provideTools(() => undefined, signal), signal);
});
afterAll(async () => stage?.dispose());

// What the lab's run leaves out: the newest version with a token that tells its roles. Four of the roles are tried so from the command line.
seesNothingGone(() => stage, '26.7.4', { tellsRoles: true });

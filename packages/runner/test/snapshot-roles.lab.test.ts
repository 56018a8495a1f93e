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

// The oldest version, which filters where newer ones refuse; and the newest, with the token that hides most from the gate.
seesNothingGone(() => stage, '24.0.5', { tellsRoles: true });
seesNothingGone(() => stage, '26.7.4', { tellsRoles: false });

import type { Lab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { changeStored, clearUserCache, realmId, usernameOf } from './realm.ts';

const other = 'somebody-else';

async function rename(lab: Lab, from: string, to: string, signal: AbortSignal): Promise<void> {
  await changeStored(lab, `UPDATE user_entity SET username = $1 WHERE username = $2 AND realm_id = ${realmId}`, [to, from], signal);
  await clearUserCache(lab, signal);
}

export const sampleUserGone: Fault = {
  id: 'sample-user-gone',
  title: 'The test user of an application has another name, so that nobody can look at the tokens',
  inject: (lab, signal) => rename(lab, usernameOf('consent'), other, signal),
  heal: (lab, signal) => rename(lab, other, usernameOf('consent'), signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/SAMPLE_USER_MISSING',
    exitCode: 3,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[consent]'],
  },
};

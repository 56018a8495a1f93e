import type { Lab } from '../lab/lab.ts';
import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { clearUserCache, usernameOf } from './realm.ts';

const username = usernameOf('consent');
const another = `${username}-2026`;

async function rename(lab: Lab, from: string, to: string, signal: AbortSignal): Promise<void> {
  await lab.sql(
    `UPDATE user_entity SET username = $1, email = $2, email_constraint = $2
      WHERE username = $3 AND realm_id = (SELECT id FROM realm WHERE name = '${labRealmName}')`,
    [to, `${to}@lab.example`, from],
    signal,
  );
  await clearUserCache(lab, signal);
}

export const userRenamed: Fault = {
  id: 'user-renamed',
  title: 'The test user has another name',
  inject: (lab, signal) => rename(lab, username, another, signal),
  heal: (lab, signal) => rename(lab, another, username, signal),
  expect: { suite: 'post-deploy', cause: 'login/USER_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('consent')] },
};

import { randomBytes } from 'node:crypto';
import { base32, labRealmName, oneTimeCredential } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { clearUserCache, usernameOf } from './realm.ts';

const username = usernameOf('hops');
const user = `(SELECT u.id FROM user_entity u JOIN realm r ON r.id = u.realm_id WHERE r.name = '${labRealmName}' AND u.username = '${username}')`;

export const secondFactorEnrolled: Fault = {
  id: 'second-factor-enrolled',
  title: 'Somebody enrolled the test user for one-time codes, and the gate was given no seed',
  inject: async (lab, signal) => {
    // The admin API enrols nobody; an account that was enrolled at the account console looks like this.
    const { secretData, credentialData } = oneTimeCredential(base32(randomBytes(20)));
    await lab.sql(
      `INSERT INTO credential (id, type, user_id, created_date, user_label, secret_data, credential_data, priority)
        VALUES (gen_random_uuid(), 'otp', ${user}, 0, 'telephone', $1, $2, 20)`,
      [secretData, credentialData],
      signal,
    );
    await clearUserCache(lab, signal);
  },
  heal: async (lab, signal) => {
    await lab.sql(`DELETE FROM credential WHERE type = 'otp' AND user_id = ${user}`, [], signal);
    await clearUserCache(lab, signal);
  },
  // Without a seed the gate cannot say whether people get in.
  expect: { suite: 'post-deploy', cause: 'login/OTP_SEED', exitCode: 3, mayAlso: [], domains: [journeyOf('hops')] },
};

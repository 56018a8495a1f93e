import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeStored, clearUserCache, realmId, usernameOf } from './realm.ts';

const username = usernameOf('apache');
const user = `(SELECT u.id FROM user_entity u JOIN realm r ON r.id = u.realm_id WHERE r.name = '${labRealmName}' AND u.username = '${username}')`;

/** Requirements of an execution, as they are stored. */
const alternative = 2;
const disabled = 3;
const setRequirement = `UPDATE authentication_execution SET requirement = $1 WHERE authenticator = 'webauthn-authenticator' AND realm_id = ${realmId}`;

export const securityKeyEnrolled: Fault = {
  id: 'security-key-enrolled',
  title: 'Security keys were allowed, and the test user has one',
  inject: async (lab, signal) => {
    const key = {
      aaguid: '00000000-0000-0000-0000-000000000000',
      credentialId: 'Z2F0ZQ',
      counter: 0,
      attestationStatementFormat: 'none',
      transports: [],
    };
    await lab.sql(
      `INSERT INTO credential (id, type, user_id, created_date, user_label, secret_data, credential_data, priority)
        VALUES (gen_random_uuid(), 'webauthn', ${user}, 0, 'key', '{}', $1, 20)`,
      [JSON.stringify(key)],
      signal,
    );
    await changeStored(lab, setRequirement, [alternative], signal);
    await clearUserCache(lab, signal);
  },
  heal: async (lab, signal) => {
    await changeStored(lab, setRequirement, [disabled], signal);
    await lab.sql(`DELETE FROM credential WHERE type = 'webauthn' AND user_id = ${user}`, [], signal);
    await clearUserCache(lab, signal);
  },
  // What only a person has, nobody can try.
  expect: { suite: 'post-deploy', cause: 'login/SECOND_FACTOR', exitCode: 3, mayAlso: [], domains: [journeyOf('apache')] },
};

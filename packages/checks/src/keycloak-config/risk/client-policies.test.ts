import { expect, test } from 'vitest';
import { clientPolicyRules } from './client-policies.ts';
import { sampleRealm } from './sample-realm.ts';
import { drop, found, set, tried } from './trial.ts';

const trusted = 'component/ClientRegistrationPolicy/anonymous/Trusted Hosts';
const money = ['policies', 'money'];
const executors = ['profiles', 'careful', 'executors'];

tried(clientPolicyRules, {
  'client-policy-off': {
    at: 'client-policies',
    worse: set('client-policies', [...money, 'enabled'], false),
    near: set('client-policies', [...money, 'description'], 'They handle money'),
  },
  'client-profile-weaker': {
    at: 'client-profiles',
    worse: set('client-profiles', [...executors, 'pkce-enforcer']),
    near: set('client-profiles', [...executors, 'order'], ['secure-session', 'pkce-enforcer']),
  },
  'client-registration-open': {
    at: trusted,
    worse: set(trusted, ['config', 'trusted-hosts'], ['partner.example', 'anybody.example']),
    near: set(trusted, ['config', 'trusted-hosts'], []),
  },
});

test('a policy of client registration that is gone lets everybody through', () =>
  expect(found(sampleRealm.objects, drop(trusted)(sampleRealm.objects))).toMatchObject([
    { severity: 'fail', subject: `realm/lab/${trusted}#client-registration-open`, actual: { changes: ['it is gone'] } },
  ]));

import {
  certificateSound,
  discoveryAndKeys,
  loginAndLogout,
  podsHealthy,
  protocol,
  testUser,
  testUsers,
  tokensKept,
} from '@keycloak-release-gate/checks';
import { ConfigurationError, definePolicy, defineSuite, Release, step } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { impactedBy, impactedFirst } from '../src/plan/impacted.ts';
import { planSuite } from '../src/plan/plan.ts';
import { select } from '../src/plan/selection.ts';
import { runContext } from './synthetic.ts';

const browser = { kind: 'browser', loggedIn: '#out', logout: {} } as const;
const policy = definePolicy({ validate: { validate: 'Everything is validated' } });
const { environment } = runContext({
  kubernetes: {
    server: 'https://cluster.example',
    caFile: 'ca.pem',
    token: { secret: 'variable', name: 'TOKEN' },
    namespace: 'sso',
    workload: { name: 'keycloak' },
  },
  users: { ada: { username: 'ada', password: { secret: 'variable', name: 'ADA' } } },
  applications: ['wiki', 'portal', 'shop'].map((id) => ({
    id,
    realm: 'main',
    clientId: id,
    url: `https://${id}.example`,
    user: 'ada',
    login: browser,
  })),
});
const release = Release.parse({
  id: 'r1',
  title: 'R',
  description: 'D',
  environments: ['synthetic'],
  keycloak: { from: '26.7.4', to: '26.7.4' },
  deploys: false,
  expectedChanges: [{ object: 'token/portal', attribute: 'groups', why: 'roles instead' }],
  rollback: { plan: 'A', reason: 'R' },
  impact: 'I',
});
const suite = defineSuite({
  id: 'post-deploy',
  title: 'After',
  steps: ({ environment: { applications, keycloak } }) => [
    step(policy.validate.validate, [
      podsHealthy(),
      certificateSound(),
      ...keycloak.realms.map(discoveryAndKeys),
      ...keycloak.realms.map(protocol),
      ...testUsers({ applications }).map(testUser),
      ...applications.map(tokensKept),
      ...applications.map(loginAndLogout),
    ]),
  ],
});
const plan = planSuite(suite, { suite: 'post-deploy', environment, release });

describe('the applications that a release touches', () => {
  const impact = impactedBy(plan, undefined);
  test('are known by what it announces', () =>
    expect(impact).toEqual({ applications: ['portal'], why: 'touched by what the release announces' }));

  test('come first, and nothing else changes', () => {
    const ordered = impactedFirst(plan, impact.applications);
    const about = (checks: typeof plan.checks): readonly (string | undefined)[] => checks.map((check) => check.about);
    expect(about(plan.checks)).toEqual([undefined, undefined, 'main', 'main', 'ada', 'wiki', 'portal', 'shop', 'wiki', 'portal', 'shop']);
    expect(about(ordered.checks)).toEqual([
      undefined,
      undefined,
      'main',
      'main',
      'ada',
      'portal',
      'portal',
      'wiki',
      'shop',
      'wiki',
      'shop',
    ]);
    expect(ordered.steps[0]?.checks).toEqual(ordered.checks.map(({ key }) => key));
    expect([...ordered.looks.keys()].toSorted()).toEqual([...plan.looks.keys()].toSorted());
    const places = [...ordered.looks.values()].map((look, at) => [at, look] as const);
    const before = (key: string): number => places.find(([, look]) => look.key === key)?.[0] ?? Number.NaN;
    for (const [at, look] of places) for (const read of Object.values(look.reads)) expect(before(read.look)).toBeLessThan(at);
  });

  test('alone are a part of the suite, which says so', () => {
    const part = select(plan, { only: [], skip: [], impacted: impact });
    expect(part.checks.map(({ key }) => key)).toEqual([
      // What a login needs comes with it.
      'oidc/certificate',
      'oidc/discovery-and-keys[main]',
      'oidc/protocol[main]',
      'login/test-user[ada]',
      'keycloak-config/tokens-kept[portal]',
      'login/login-and-logout[portal]',
    ]);
    expect(part.partial).toBe('--impacted (portal: touched by what the release announces)');
  });

  test('are everybody where nobody knows better', () => {
    const part = select(plan, {
      only: [],
      skip: [],
      impacted: { applications: ['wiki', 'portal', 'shop'], why: 'a deploy restarts Keycloak' },
    });
    expect(part.checks).toHaveLength(10);
  });

  test('are nobody: then there is nothing to run', () =>
    expect(() =>
      select(plan, { only: [], skip: [], impacted: { applications: [], why: 'touched by what the release announces' } }),
    ).toThrow(ConfigurationError));
});

import { expect, test } from 'vitest';
import type { ExpectedChange } from './expected-change.ts';
import { client, clientRole, clientScope, events, flow, identityProvider, object, realm } from './objects.ts';
import { configMap, ingress, server } from './server.ts';
import { wordOf, writtenChange } from './written.ts';

test.each<[ExpectedChange, string]>([
  [client('portal').redirectUris.adds('https://portal.example/*'), "client('portal').redirectUris.adds('https://portal.example/*')"],
  [
    client('portal', { realm: 'sso' }).postLogoutRedirectUris.removes('+'),
    "client('portal', { realm: 'sso' }).postLogoutRedirectUris.removes('+')",
  ],
  [
    client("o'neil").enabled.becomes(false, { from: true, because: 'gone' }),
    "client('o\\'neil').enabled.becomes(false, { because: 'gone', from: true })",
  ],
  [client('a').mapper('email').isAdded(), "client('a').mapper('email').isAdded()"],
  [
    client('a').mapper('email').attribute('config.claim.name').becomes('mail'),
    "client('a').mapper('email').attribute('config.claim.name').becomes('mail')",
  ],
  [
    client('a')
      .attribute('attributes.acr.loa.map')
      .becomes({ gold: 2, 'very-gold': [3] }),
    "client('a').attribute('attributes.acr.loa.map').becomes({ gold: 2, 'very-gold': [3] })",
  ],
  [clientScope('x').isAdded(), "clientScope('x').isAdded()"],
  [clientRole('a:b', 'c').composites.adds('role/d'), "clientRole('a:b', 'c').composites.adds('role/d')"],
  [realm('lab').bruteForceProtected.becomes(true), "realm('lab').bruteForceProtected.becomes(true)"],
  [events('lab').adminEventsEnabled.becomes(true), "events('lab').adminEventsEnabled.becomes(true)"],
  [flow('browser').execution('auth-cookie').isRemoved(), "flow('browser').execution('auth-cookie').isRemoved()"],
  [identityProvider('p').clientSecret.changes(), "identityProvider('p').clientSecret.changes()"],
  [object('user-profile', { realm: 'sso' }).changes(), "object('user-profile', { realm: 'sso' }).changes()"],
  [server('container/keycloak').image.becomes('keycloak:26.7.4'), "server('container/keycloak').image.becomes('keycloak:26.7.4')"],
  [server('container/keycloak').args.adds('--features=x'), "server('container/keycloak').args.adds('--features=x')"],
  [server('container/keycloak').env('KC_LOG_LEVEL').becomes('DEBUG'), "server('container/keycloak').env('KC_LOG_LEVEL').becomes('DEBUG')"],
  [
    server('container/keycloak').env('KC_DB_PASSWORD').attribute('from').becomes('Secret a/b'),
    "server('container/keycloak').env('KC_DB_PASSWORD').attribute('from').becomes('Secret a/b')",
  ],
  [
    server('container/keycloak').resources.limits('memory').becomes('2Gi'),
    "server('container/keycloak').resources.limits('memory').becomes('2Gi')",
  ],
  [
    server('container/keycloak').resources.limits('nvidia.com/gpu').isAdded(),
    "server('container/keycloak').resources.limits('nvidia.com/gpu').isAdded()",
  ],
  [server('sidecar/proxy').isAdded(), "server('sidecar/proxy').isAdded()"],
  [server('workload').strategy.becomes('RollingUpdate'), "server('workload').strategy.becomes('RollingUpdate')"],
  [server('workload').annotation('a.b/c').isRemoved(), "server('workload').annotation('a.b/c').isRemoved()"],
  [server('volume/themes').isRemoved(), "server('volume/themes').isRemoved()"],
  [configMap('options').entry('KC_LOG_LEVEL').becomes('off'), "configMap('options').entry('KC_LOG_LEVEL').becomes('off')"],
  [
    configMap('options').entry('keycloak.conf').attribute('db').becomes('x'),
    "configMap('options').attribute('entries.keycloak.conf.db').becomes('x')",
  ],
  [ingress('sso').route('https://a.example/').isAdded(), "ingress('sso').attribute('routes.https://a.example/').isAdded()"],
  [ingress('sso').annotation('nginx.org/x').becomes('1'), "ingress('sso').annotation('nginx.org/x').becomes('1')"],
  [{ object: 'client/portal' }, "client('portal').changes()"],
])('%j is written as %s', (change, written) => expect(writtenChange(change)).toBe(written));

test('a line begins with the word that must be imported', () => expect(wordOf("client('portal').enabled.becomes(true)")).toBe('client'));

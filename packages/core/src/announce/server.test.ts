import { describe, expect, expectTypeOf, test } from 'vitest';
import { ExpectedChange } from './expected-change.ts';
import { configMap, ingress, server } from './server.ts';

describe("the words for the server's own configuration", () => {
  const keycloak = server('container/keycloak');
  test.each<[ExpectedChange, ExpectedChange]>([
    [keycloak.image.becomes('a:1'), { object: 'container/keycloak', attribute: 'image', change: { op: 'becomes', value: 'a:1' } }],
    [keycloak.args.removes('--x'), { object: 'container/keycloak', attribute: 'args', change: { op: 'removes', value: '--x' } }],
    [
      keycloak.env('KC_LOG_LEVEL').becomes('DEBUG', { from: 'INFO', because: 'a problem' }),
      {
        object: 'container/keycloak',
        attribute: 'env.KC_LOG_LEVEL',
        change: { op: 'becomes', value: 'DEBUG', from: 'INFO' },
        why: 'a problem',
      },
    ],
    [
      keycloak.resources.requests('cpu').becomes('500m'),
      { object: 'container/keycloak', attribute: 'resources.requests.cpu', change: { op: 'becomes', value: '500m' } },
    ],
    [keycloak.mount('/opt/x').isAdded(), { object: 'container/keycloak', attribute: 'mounts./opt/x', change: { op: 'is added' } }],
    [
      server('workload').terminationGracePeriodSeconds.becomes(60),
      { object: 'workload', attribute: 'pod.terminationGracePeriodSeconds', change: { op: 'becomes', value: 60 } },
    ],
    [server('service/keycloak').changes(), { object: 'service/keycloak', change: { op: 'changes' } }],
    [
      configMap('options').entry('a.conf').attribute('db').isRemoved(),
      { object: 'config-map/options', attribute: 'entries.a.conf.db', change: { op: 'is removed' } },
    ],
    [ingress('sso').class.becomes('nginx'), { object: 'ingress/sso', attribute: 'class', change: { op: 'becomes', value: 'nginx' } }],
  ])('%j', (written, change) => {
    expect(written).toEqual(change);
    expect(ExpectedChange.parse(written)).toEqual(change);
  });

  test('are typed by the kind of object', () => {
    expectTypeOf(keycloak.image.becomes).parameter(0).toEqualTypeOf<string>();
    expectTypeOf(keycloak.args).toHaveProperty('adds');
    expectTypeOf(keycloak.image).not.toHaveProperty('adds');
    expectTypeOf(server('workload')).not.toHaveProperty('image');
    expectTypeOf(server('volume/a')).not.toHaveProperty('env');
  });
});

import { describe, expect, it } from 'vitest';
import { orderBackends } from './backend.ts';

const backends = [
  { podName: 'keycloak-7d9f-aaaaa', address: '127.1.1.2' },
  { podName: 'keycloak-7d9f-bbbbb', address: '127.1.1.3' },
];
const names = (cookie: string | undefined, turn: number): readonly string[] =>
  orderBackends(backends, cookie, turn).map(({ podName }) => podName);

describe('the order of backends', () => {
  it('takes turns without a session', () => {
    expect(names(undefined, 0)).toEqual(['keycloak-7d9f-aaaaa', 'keycloak-7d9f-bbbbb']);
    expect(names('other=1', 1)).toEqual(['keycloak-7d9f-bbbbb', 'keycloak-7d9f-aaaaa']);
  });

  it('keeps a session on its node, and has the others as a second choice', () => {
    const cookie = 'KC_RESTART=x; AUTH_SESSION_ID=MmY5.c2ln.keycloak-7d9f-bbbbb-40411';
    expect([names(cookie, 0), names(cookie, 1)]).toEqual([
      ['keycloak-7d9f-bbbbb', 'keycloak-7d9f-aaaaa'],
      ['keycloak-7d9f-bbbbb', 'keycloak-7d9f-aaaaa'],
    ]);
  });

  it('forgets a node that is gone, and has nothing to offer when nobody is ready', () => {
    expect(names('AUTH_SESSION_ID=abc.keycloak-old-ccccc-1', 1)).toEqual(['keycloak-7d9f-bbbbb', 'keycloak-7d9f-aaaaa']);
    expect(orderBackends([], undefined, 3)).toEqual([]);
  });
});

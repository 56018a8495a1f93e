import type { Boot } from '@keycloak-release-gate/scratch';
import { expect, test } from 'vitest';
import { worked } from './worked.ts';

const yes = { ok: true, why: null } as const;
const no = { ok: false, why: 'no' } as const;
const untried = { ok: null, why: 'not tried' } as const;
const boot = (change: Partial<Boot['realms'][number]> = {}, all: Partial<Boot> = {}): Boot => ({
  version: '26.7.4',
  ready: yes,
  seconds: 9,
  loggedIn: yes,
  realms: [
    { realm: 'master', discovery: yes, page: yes, login: yes },
    { realm: 'lab', discovery: yes, page: yes, login: yes, ...change },
  ],
  realmsNotTried: 0,
  ...all,
});

test.each<[string, Boot, boolean, boolean | null, string | null]>([
  ['all of it', boot(), true, true, null],
  ['a realm that leaves the login to an identity provider', boot({ login: untried }), true, true, null],
  ['a realm that refuses a user', boot({ login: no }), true, null, 'In the realm lab: no'],
  ['a realm without a login page', boot({ page: no, login: no }), true, false, 'no'],
  ['an administrator who is refused', boot({}, { loggedIn: no }), true, false, 'no'],
  ['an administrator who could not try', boot({}, { loggedIn: untried }), true, null, 'not tried'],
  ['one that does not start', boot({}, { ready: no, loggedIn: untried, realms: [], seconds: null }), false, null, 'no'],
])('%s', (_title, of, ready, loggedIn, why) => expect(worked(of)).toEqual({ version: '26.7.4', ready, loggedIn, why }));

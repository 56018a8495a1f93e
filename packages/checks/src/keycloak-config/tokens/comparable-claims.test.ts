import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparableClaims } from './comparable-claims.ts';

const user = {
  id: 'd253bb77-5f88-415b-9607-d98d3eb5109d',
  username: 'express-user',
  firstName: 'Test',
  lastName: 'Account',
  email: 'express-user@lab.example',
  attributes: { ssin: ['93051822361'], department: ['4711'], on: ['1'] },
};

test('an access token of 26.7.4 as it is compared', () =>
  expect(
    comparableClaims(
      {
        exp: 1795767202,
        iat: 1795766902,
        jti: 'onrtna:8ad8a67f-a9e8-5277-6076-563545effb31',
        iss: 'https://sso.example/realms/lab',
        aud: ['wiki', 'account'],
        sub: user.id,
        typ: 'Bearer',
        azp: 'lab-express',
        sid: 'fIZVElYpDN_UYaxFPGmvrqMJ',
        acr: '1',
        realm_access: { roles: ['member', 'auditor'] },
        scope: 'openid profile email',
        email_verified: true,
        name: 'Test Account',
        groups: ['staff'],
        preferred_username: 'express-user',
        email: user.email,
        contact: `mailto:${user.email}`,
        ssin: '93051822361',
        dept: 4711,
        level: '1',
      },
      user,
    ),
  ).toEqual({
    exp: '‹each time another›',
    iat: '‹each time another›',
    jti: '‹each time another›',
    iss: 'https://sso.example/realms/lab',
    aud: ['account', 'wiki'],
    sub: '‹id›',
    typ: 'Bearer',
    azp: 'lab-express',
    sid: '‹each time another›',
    acr: '1',
    realm_access: { roles: ['auditor', 'member'] },
    scope: ['email', 'openid', 'profile'],
    email_verified: true,
    name: '‹full name›',
    groups: ['staff'],
    preferred_username: '‹username›',
    email: '‹email›',
    contact: 'mailto:‹email›',
    ssin: '‹attribute ssin›',
    dept: '‹attribute department›',
    level: '1',
  }));

test('what is personal by its name is not told, wherever it comes from', () => {
  const claims = comparableClaims(
    { sub: 'f:pairwise', phone_number: '+32 2 555 12 12', address: { locality: 'Brussels', country: 'BE' } },
    user,
  );
  expect(claims).toEqual({
    sub: '‹another id 00a21b1b›',
    phone_number: '‹something else of the user›',
    address: { locality: '‹something else of the user›', country: 'BE' },
  });
});

test('no value of the user is left', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{5,9}-[0-9]{4}$/);
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{2,8}$/), word, { minKeys: 1 }), (attributes) => {
      const values = Object.values(attributes);
      const claims = comparableClaims({ ...attributes, all: values, deep: { in: values } }, { id: user.id, attributes });
      expect(values.filter((value) => JSON.stringify(claims).includes(value))).toEqual([]);
    }),
  );
});

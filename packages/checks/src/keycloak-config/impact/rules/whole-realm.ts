import type { Change, ImpactRule } from '../rule.ts';
import { isOf } from '../rule.ts';
import type { Touch } from '../touch.ts';
import { kindOf, typeOf } from '../world.ts';
import type { World } from '../world.ts';

/** Settings by which tokens are signed and named, and whether anybody is let in at all. */
const settings = [
  'enabled',
  'realm',
  'sslRequired',
  'notBefore',
  'defaultSignatureAlgorithm',
  'attributes.frontendUrl',
  'attributes.frontend_url',
  'attributes.adminUrl',
  'attributes.acr.loa.map',
  'defaultRole',
];

function everyClient({ object }: Change, { clients }: World): readonly Touch[] {
  const path = [object, 'every client'];
  return clients.map(({ id }) => ({ kind: 'client', client: id, when: 'always', path }));
}

export const signing: ImpactRule = {
  id: 'signing',
  says: 'Keys, algorithms and the issuer touch every client.',
  fits: (change) =>
    kindOf(change.object) === 'key' ||
    (kindOf(change.object) === 'component' && typeOf(change.object) === 'KeyProvider') ||
    (change.object === 'realm' && change.attribute !== undefined && isOf(change, settings)),
  touches: everyClient,
  nobody: 'there is no client',
};

export const clientPolicies: ImpactRule = {
  id: 'client-policies',
  says: 'Client policies and profiles may touch every client: their conditions decide at each request.',
  fits: ({ object }) => object === 'client-policies' || object === 'client-profiles',
  touches: everyClient,
  nobody: 'there is no client',
};

/** What every page of a login is shown with. */
const pageSettings = [
  'displayName',
  'displayNameHtml',
  'loginTheme',
  'internationalizationEnabled',
  'supportedLocales',
  'defaultLocale',
  'browserSecurityHeaders',
  'rememberMe',
  'registrationAllowed',
  'resetPasswordAllowed',
  'loginWithEmailAllowed',
  'registrationEmailAsUsername',
];

export const loginPages: ImpactRule = {
  id: 'login-pages',
  says: 'What login pages show and allow touches every client that logs people in.',
  fits: (change) =>
    kindOf(change.object) === 'localization' || (change.object === 'realm' && change.attribute !== undefined && isOf(change, pageSettings)),
  touches: ({ object }, { clients }) =>
    clients
      .filter(({ browser }) => browser)
      .map(({ id }) => ({
        kind: 'client',
        client: id,
        when: 'always',
        path: [object, 'every login page'],
      })),
  nobody: 'no client logs people in',
};

import { kindOf, nameOf } from '../world.ts';
import { isOf } from '../rule.ts';
import type { ImpactRule } from '../rule.ts';

const isProvider = (object: string): boolean => ['identity-provider', 'identity-provider-mapper'].includes(kindOf(object));

/** A mapper is named behind its provider: `identity-provider-mapper/partner:email`. */
const providerOf = (object: string): string =>
  kindOf(object) === 'identity-provider' ? nameOf(object) : (nameOf(object).split(':', 1)[0] ?? '');

export const providerUsers: ImpactRule = {
  id: 'provider-users',
  says: 'An identity provider and its mappers touch the users who log in through it.',
  fits: ({ object }) => isProvider(object),
  touches: ({ object }) => {
    const provider = providerOf(object);
    return [{ kind: 'users', who: `users of the provider ${provider}`, reach: { provider }, path: [object] }];
  },
  nobody: '',
};

/** What a login page shows of a provider. */
const shown = ['enabled', 'displayName', 'hideOnLogin', 'linkOnly', 'config.guiOrder', 'config.hideOnLoginPage', 'organizationId'];

export const providerOnLoginPages: ImpactRule = {
  id: 'provider-on-login-pages',
  says: 'What the login pages show of a provider touches every client that logs people in.',
  fits: (change) => kindOf(change.object) === 'identity-provider' && isOf(change, shown),
  touches: ({ object }, { clients }) =>
    clients
      .filter(({ browser }) => browser)
      .map(({ id }) => ({ kind: 'client', client: id, when: 'always', path: [object, 'its place on every login page'] })),
  nobody: 'no client logs people in',
};

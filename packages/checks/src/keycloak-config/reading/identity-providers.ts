import { representations, textOf, without } from './representation.ts';
import type { Reading } from './source.ts';

export const identityProviders: Reading = {
  kinds: ['identity-provider'],
  read: async (source) => {
    const providers = await source.identityProviders();
    const linked = providers.some((provider) => textOf(provider, 'organizationId') !== '');
    const organizations = new Map((linked ? await source.organizations() : []).map((each) => [textOf(each, 'id'), textOf(each, 'alias')]));
    for (const provider of providers) {
      const organization = textOf(provider, 'organizationId');
      source.keep('identity-provider', textOf(provider, 'alias'), {
        ...without(provider, 'organizationId'),
        ...(organization === '' ? {} : { organization: organizations.get(organization) ?? organization }),
      });
    }
    return [];
  },
};

export const identityProviderMappers: Reading = {
  kinds: ['identity-provider-mapper'],
  read: async (source) => {
    await Promise.all(
      (await source.identityProviders()).map(async (provider) => {
        const alias = textOf(provider, 'alias');
        const mappers = await source.api.get(
          `/identity-provider/instances/${encodeURIComponent(alias)}/mappers`,
          'view-identity-providers',
        );
        for (const mapper of representations(mappers))
          source.keep('identity-provider-mapper', `${alias}:${textOf(mapper, 'name')}`, without(mapper, 'identityProviderAlias'));
      }),
    );
    return [];
  },
};

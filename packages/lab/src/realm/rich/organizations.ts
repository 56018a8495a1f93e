import type { JsonObject } from '@keycloak-release-gate/core';

/** Organizations, since Keycloak 26; each with the alias of the identity provider that is linked to it. */
export const richOrganizations: readonly {
  readonly representation: JsonObject & { readonly name: string };
  readonly identityProvider?: string;
}[] = [
  {
    identityProvider: 'ministry',
    representation: {
      name: 'Ministry',
      alias: 'ministry',
      enabled: true,
      description: 'The ministry and its agencies',
      redirectUrl: 'https://portal.rich.example/ministry',
      domains: [{ name: 'ministry.example', verified: true }, { name: 'agency.example' }],
      attributes: { contract: ['2026-1', '2026-2'] },
    },
  },
  { representation: { name: 'Other', alias: 'other', enabled: false, domains: [{ name: 'other.example' }] } },
];

import { expect, it } from 'vitest';
import { richAuthorizationClient } from './authorization.ts';
import { richClients } from './clients.ts';
import { richComponents } from './components.ts';
import { richIdentityProviders } from './identity-providers.ts';
import { richSamlClients } from './saml-clients.ts';
import { richSecrets } from './secrets.ts';
import { richSettings } from './settings.ts';

it('every secret of a rich realm stands in it, and no other does', () => {
  const found = new Set<unknown>();
  const look = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const item of value) look(item, name);
    else if (typeof value === 'object' && value !== null) for (const [key, member] of Object.entries(value)) look(member, key);
    else if (/^(?:secret|clientSecret|password|bindCredential)$/.test(name)) found.add(value);
  };
  look([richSettings, richClients, richSamlClients, richAuthorizationClient, richIdentityProviders, richComponents], '');
  expect(found).toEqual(new Set(Object.values(richSecrets)));
});

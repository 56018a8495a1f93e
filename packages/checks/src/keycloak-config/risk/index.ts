import { administratorRules } from './administrators.ts';
import { authenticationRules } from './authentication.ts';
import { clientPolicyRules } from './client-policies.ts';
import { clientRightRules } from './client-rights.ts';
import { clientRules } from './clients.ts';
import { eventRules } from './events.ts';
import { federationRules } from './federation.ts';
import { identityProviderRules } from './identity-providers.ts';
import { passwordRules } from './passwords.ts';
import { realmRules } from './realm-settings.ts';
import { redirectRules } from './redirects.ts';
import type { Rule } from './rule.ts';
import { samlRules } from './saml.ts';
import { signatureRules } from './signatures.ts';
import { tokenRules } from './tokens.ts';
import { userProfileRules } from './user-profile.ts';

export type { Rule } from './rule.ts';

/** The rules by what they are about, in the order in which a report has them. */
export const riskThemes: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['clients', clientRules],
  ['what clients may do', clientRightRules],
  ['SAML clients', samlRules],
  ['redirects', redirectRules],
  ['tokens and sessions', tokenRules],
  ['signatures', signatureRules],
  ['authentication', authenticationRules],
  ['passwords', passwordRules],
  ['realm settings', realmRules],
  ['user profile', userProfileRules],
  ['administrators', administratorRules],
  ['events', eventRules],
  ['identity providers', identityProviderRules],
  ['user federation', federationRules],
  ['client policies', clientPolicyRules],
]);

export const riskRules: readonly Rule[] = [...riskThemes.values()].flat();

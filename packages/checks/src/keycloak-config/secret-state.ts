import type { Json } from '@keycloak-release-gate/core';

/** What stands in the place of a secret: whether it is there, and whether Keycloak shows it; never anything of the secret itself. */
const present = '‹a secret›';
const masked = '‹masked›';

/** The ends of the names under which Keycloak and its extensions keep secrets: `clientSecret`, `saml.signing.private.key`, `smtpServer.password`. */
const secretNames =
  /(?:^|[._-]|(?<=[a-z])(?=[A-Z]))(?:secret(?:\.rotated|data)?|password|passphrase|(?:bind)?credential|(?:private|api)[._-]?key)$/i;

/** True for a member whose value is a secret, whatever it stands in. */
export const isSecretName = (name: string): boolean => secretNames.test(name);

/** A reference into a vault is no secret, and stays. */
export function secretState(value: unknown): Json {
  if (typeof value === 'string' && /^\$\{vault\.[^}]+\}$/.test(value)) return value;
  return typeof value === 'string' && /^\*+$/.test(value) ? masked : present;
}

/** True where there is a secret before and after and nobody can tell whether it is the same one. */
export const isUnverifiable = (before: Json | undefined, after: Json | undefined): boolean => isSecret(before) && isSecret(after);

/** How many secrets stand in a configuration, of which only their being there was compared. */
export function countSecrets(value: Json | undefined): number {
  if (isSecret(value)) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, member) => sum + countSecrets(member), 0);
}

const isSecret = (value: Json | undefined): boolean => value === present || value === masked;

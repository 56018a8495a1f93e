/**
 * What is told of a secret: never itself, nor anything from which it could be found. `masked`: Keycloak does not show it;
 * a reference into a vault is no secret.
 */
export const secretStates = { present: '(secret, present)', masked: '(secret, masked)' } as const;

const vault = /^\$\{vault\.[^}]+\}$/;
const masked = /^\*+$/;

/** Names under which Keycloak and its extensions keep secrets, at their end: `secret`, `clientSecret`, `saml.signing.private.key`, `password`. */
const secretNames =
  /(?:^|[._-]|[a-z](?=[A-Z]))(?:secret(?:\.rotated)?|password|passphrase|passwd|(?:private|api|secret)[._-]?key|privatekey|credentials?)$/i;
/** Names that end like a secret and are none. */
const harmless = /^(?:requiredCredentials|bindCredentialRequired)$/;

export const isSecretName = (name: string): boolean => secretNames.test(name) && !harmless.test(name);

/** What stands in the snapshot in the place of a secret's value. */
export function secretState(value: string): string {
  if (vault.test(value)) return value;
  return masked.test(value) ? secretStates.masked : secretStates.present;
}

const states: ReadonlySet<unknown> = new Set(Object.values(secretStates));
/** Both stand for a secret, so that nobody can tell whether it is the same one. */
export const areSecrets = (a: unknown, b: unknown): boolean => states.has(a) && states.has(b);

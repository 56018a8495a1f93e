import type { Json } from '@keycloak-release-gate/core';

/** What stands in the place of a secret: whether it is there, and whether Keycloak shows it; never anything of the secret itself. */
const present = '‹a secret›';
const masked = '‹masked›';
/** A keyed digest, with the first digits of the key's own: only what was made with the same key can be compared. */
const digested = /^‹secret ([0-9a-f]{8}):[0-9a-f]{32}›$/;

/** Makes the digest of a secret that stands at `path`, as `‹secret <key>:<digest>›`. */
export type Digest = (path: string, secret: string) => string;

/** The ends of the names under which Keycloak and its extensions keep secrets: `clientSecret`, `saml.signing.private.key`, `smtpServer.password`. */
const secretNames =
  /(?:^|[._-]|(?<=[a-z])(?=[A-Z]))(?:secret(?:\.rotated|data)?|password|passphrase|(?:bind)?credential|(?:private|api|secret)[._-]?key|(?:api|auth|registration)[._-]?token)$/i;

/** True for a member whose value is a secret, whatever it stands in. */
export const isSecretName = (name: string): boolean => secretNames.test(name);

/** True for what Keycloak shows in the place of any secret, whatever its name. */
export const isMasked = (value: unknown): boolean => typeof value === 'string' && /^\*{10}$/.test(value);

/** A reference into a vault is no secret, and stays; nor is a switch. Components keep each value in a list of one. */
export function secretState(value: unknown, path = '', digest?: Digest): Json {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof only !== 'string') return present;
  // A switch whose name ends like that of a secret hides nothing: that it was turned is told.
  if (/^(?:true|false)$/.test(only)) return only;
  if (/^\$\{vault\.[^}]+\}$/.test(only) || digested.test(only) || only === present || only === masked) return only;
  if (/^\*+$/.test(only)) return masked;
  return digest?.(path, only) ?? present;
}

/** A secret, wherever in a text its place is; and what is taken out of every text before it is kept, for its shape. */
const places = /‹(?:a secret|masked|secret [^‹›]*|removed|cookie|token|credentials|private key)›/g;

/**
 * True where there are secrets before and after and nobody can tell whether they are the same ones: in the whole of a value or
 * within a text, whose rest must then be the same.
 */
export function isUnverifiable(before: Json | undefined, after: Json | undefined): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    const pairs = before.map((item: Json, index) => [item, (after as readonly Json[])[index]] as const);
    return (
      before.length === after.length &&
      pairs.every(([old, now]) => old === now || isUnverifiable(old, now)) &&
      pairs.some(([old, now]) => isUnverifiable(old, now))
    );
  }
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  const [old, now] = [before.match(places) ?? [], after.match(places) ?? []];
  if (old.length === 0 || old.length !== now.length || before.replaceAll(places, '‹›') !== after.replaceAll(places, '‹›')) return false;
  const comparable = old.map((each, index) => keyOf(each) !== undefined && keyOf(each) === keyOf(now[index]));
  return comparable.includes(false) && comparable.every((is, index) => !is || old[index] === now[index]);
}

const keyOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? digested.exec(value)?.[1] : undefined);

/** True for what stands in the place of a secret, whether or not it can be compared. */
export const isSecret = (value: Json | undefined): boolean => value === present || value === masked || keyOf(value) !== undefined;

/** True where a secret is the value, or stands somewhere in it. */
export const holdsSecret = (value: Json | undefined): boolean =>
  typeof value === 'string'
    ? value.search(places) >= 0
    : typeof value === 'object' && value !== null && Object.values(value).some((member) => holdsSecret(member));

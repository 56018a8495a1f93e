import { wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { Difference } from '../keycloak-config/diff/difference.ts';
import { kindOf } from '../keycloak-config/evidence.ts';
import { isSecret, isSecretName } from '../keycloak-config/secret-state.ts';
import { isOfServer } from '../kubernetes/server-configuration/evidence.ts';

/** What goes with an object of this kind and does not come back when the object is made anew. */
const goesWith: ReadonlyMap<string, string> = new Map([
  ['realm', 'everything in it goes with it'],
  ['client', 'its id, its secret, who has its roles and what users consented to go with it'],
  ['client-role', 'who has it goes with it'],
  ['role', 'who has it goes with it'],
  ['group', 'its members go with it'],
  ['client-scope', 'what users consented to goes with it'],
  ['identity-provider', "its users' links and its secret go with it"],
  ['component', 'what it holds (keys, secrets, the users that it brought) goes with it'],
  ['key', 'what was signed with it can no longer be verified'],
  ['authorization', 'what users shared with one another goes with it'],
  ['organization', 'its members go with it'],
]);

/** Kinds that hold a secret, or stand for other objects too: that they change in whatever way may be the loss of either. */
const holdMore: ReadonlySet<string> = new Set(['realm', 'client', 'group', 'identity-provider', 'component']);

/** Attributes with members, of which one may be a secret. */
const holdSecrets: ReadonlyMap<string, readonly string[]> = new Map([
  ['realm', ['smtpServer']],
  ['client', ['attributes']],
  ['identity-provider', ['config']],
  ['component', ['config']],
]);

/**
 * Why no redeployment and no re-creation undoes what is announced: in words, or undefined where it can be undone. An announcement
 * that leaves open what happens counts as the worst that it allows.
 */
export function whyDestructive(announced: ExpectedChange): string | undefined {
  const object = withoutRealm(announced.object);
  if (object === announced.object && isOfServer(object)) return undefined;
  const kind = kindOf(object);
  const { attribute, change } = announced;
  const op = change?.op ?? 'anything';
  if (op === 'is added') return undefined;
  const told = (why: string): string => `${wordsOfChange(announced)}: ${why}`;
  if (attribute === undefined) {
    const lost = goesWith.get(kind);
    if (lost === undefined) return undefined;
    if (op === 'is removed') return told(lost);
    const open = op === 'anything' || holdMore.has(kind);
    return open ? told(`this leaves open what happens to it; where it, a part of it or a secret is deleted, ${lost}`) : undefined;
  }
  if (isVaultReference(change?.from)) return undefined;
  if (isSecretName(attribute)) return told('the secret that was there before cannot be read, so it cannot be put back');
  const whole = op !== 'adds' && op !== 'removes' && (holdSecrets.get(kind) ?? []).includes(attribute);
  return whole ? told('a secret may stand in it, which cannot be read, so it cannot be put back') : undefined;
}

/** `realm/sso/client/portal` is a client. */
const withoutRealm = (object: string): string => /^realm\/[^/]+\/(.+)$/s.exec(object)?.[1] ?? object;

/** The same of a change that was seen where the release was tried before. */
export function whyDestructiveSeen({ kind, object, attribute, before }: Difference): string | undefined {
  const lost = goesWith.get(kindOf(withoutRealm(object)));
  if (attribute === undefined) return kind === 'removed' && lost !== undefined ? `${object} was removed: ${lost}` : undefined;
  if (attribute === 'id' && lost !== undefined) return `${object} was deleted and made anew: ${lost}`;
  const overwritten = kind !== 'added' && isSecret(before);
  return overwritten
    ? `${object}: ${attribute} was overwritten: the secret that was there before cannot be read, so it cannot be put back`
    : undefined;
}

/** What stands in a vault is no secret of the configuration: the reference can be put back. */
const isVaultReference = (value: unknown): boolean => typeof value === 'string' && /^\$\{vault\.[^}]+\}$/.test(value);

import type { Objects, Rule, Spot } from './rule.ts';
import { hashWeakness, isWeakHash, passwordPolicy, weakenedRules } from './password-policy.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { valueAt } from './values.ts';

const attribute = 'passwordPolicy';
const policyOf = (objects: Objects): PasswordPolicy => passwordPolicy(valueAt(objects['realm'], [attribute]));
const ruleText = (policy: PasswordPolicy, rule: string): string => `${rule}(${policy.get(rule) ?? ''})`;

const policyWeaker: Rule = {
  id: 'password-policy-weaker',
  title: 'Passwords may be weak',
  why: 'Weak passwords are guessed; the policy holds for every password that is set from now on.',
  source: 'kcwarden PasswordPolicyMissing; NIST SP 800-63B section 5.1.1.2',
  severity: 'fail',
  remedy: 'Add the rule again on the tab "Password policy" of Authentication > Policies.',
  kinds: ['realm'],
  worse: (before, after) => {
    if (before['realm'] === undefined || after['realm'] === undefined) return [];
    const [old, now] = [policyOf(before), policyOf(after)];
    return weakenedRules(old, now).map((rule) => ({
      object: 'realm',
      attribute,
      before: ruleText(old, rule),
      ...(now.has(rule) ? { after: ruleText(now, rule) } : {}),
    }));
  },
  already: (now): readonly Spot[] => {
    if (now['realm'] === undefined) return [];
    const policy = policyOf(now);
    const length = Number(policy.get('length') ?? 0);
    return policy.size > 0 && length >= 8 ? [] : [{ object: 'realm', attribute, value: policy.size === 0 ? 'none' : `length(${length})` }];
  },
};

const hashWeaker: Rule = {
  id: 'password-hash-weaker',
  title: 'Passwords are kept in a way that is easy to break',
  why: 'Whoever gets at the database, or at a backup of it, finds the passwords by trying.',
  source: 'kcwarden PasswordHashingIterationsTooLow; OWASP Password Storage Cheat Sheet',
  severity: 'fail',
  remedy: 'Take "Hashing Algorithm" and "Hashing Iterations" out of the password policy: Keycloak\'s defaults are good.',
  kinds: ['realm'],
  worse: (before, after) => {
    const [old, now] = [policyOf(before), policyOf(after)];
    const [was, is] = [hashWeakness(old), hashWeakness(now)];
    if (is === undefined) return [];
    // Where the old policy said nothing, Keycloak's default held, which is not weak.
    const worse =
      was === undefined || old.has('hashAlgorithm') !== now.has('hashAlgorithm') ? isWeakHash(now) && !isWeakHash(old) : is > was;
    return worse || fewerRounds(old, now) ? [{ object: 'realm', attribute, before: hashText(old), after: hashText(now) }] : [];
  },
  already: (now) => (isWeakHash(policyOf(now)) ? [{ object: 'realm', attribute, value: hashText(policyOf(now)) }] : []),
};

/** Fewer rounds of the same algorithm are weaker, however many there are. */
function fewerRounds(old: PasswordPolicy, now: PasswordPolicy): boolean {
  const [was, is] = [old.get('hashIterations'), now.get('hashIterations')];
  return was !== undefined && is !== undefined && old.get('hashAlgorithm') === now.get('hashAlgorithm') && Number(is) < Number(was);
}

const hashText = (policy: PasswordPolicy): string =>
  ['hashAlgorithm', 'hashIterations']
    .filter((rule) => policy.has(rule))
    .map((rule) => ruleText(policy, rule))
    .join(' and ') || "Keycloak's default";

export const passwordRules: readonly Rule[] = [policyWeaker, hashWeaker];

import type { Json } from '@keycloak-release-gate/core';

/** The rules of a password policy by their names: `length(12) and notUsername(undefined)`. */
export type PasswordPolicy = ReadonlyMap<string, string>;

/** As Keycloak takes it apart: at each ` and `, also inside of a regular expression. */
export function passwordPolicy(value: Json | undefined): PasswordPolicy {
  if (typeof value !== 'string') return new Map();
  const rules = value.split(' and ').map((rule) => /^([^(]+)(?:\((.*?)\)?)?$/s.exec(rule.trim()));
  return new Map(rules.flatMap((match) => (match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']])));
}

/** Rules that ask for more the higher their number is. */
const higher = new Set(['length', 'digits', 'upperCase', 'lowerCase', 'specialChars', 'passwordHistory', 'passwordAge']);
/** Rules that ask for more the lower their number is. */
const lower = new Set(['maxAuthAge']);
/** How passwords are kept is another matter; that they expire makes them no better (NIST SP 800-63B section 5.1.1.2). */
const elsewhere = new Set(['hashAlgorithm', 'hashIterations', 'forceExpiredPasswordChange', 'maxLength', 'recoveryCodesWarningThreshold']);

/** The rules of the old policy that are gone from the new one, or ask for less in it. */
export function weakenedRules(before: PasswordPolicy, after: PasswordPolicy): readonly string[] {
  return [...before]
    .filter(([rule, value]) => {
      if (elsewhere.has(rule)) return false;
      const now = after.get(rule);
      if (now === undefined) return true;
      if (higher.has(rule)) return Number(now) < Number(value);
      return lower.has(rule) && Number(now) > Number(value);
    })
    .map(([rule]) => rule)
    .toSorted();
}

/** From the strongest; Keycloak's default was the third up to 24, and is the first since 25. */
const algorithms = ['argon2', 'pbkdf2-sha512', 'pbkdf2-sha256', 'pbkdf2'];
/** Rounds that the OWASP Password Storage Cheat Sheet asks for; argon2 counts otherwise. */
const rounds: Readonly<Record<string, number>> = { 'pbkdf2-sha512': 210_000, 'pbkdf2-sha256': 600_000, pbkdf2: 1_300_000 };

/** How weakly passwords are kept: the algorithm, then its rounds. Undefined where the policy says nothing about it. */
export function hashWeakness(policy: PasswordPolicy): number | undefined {
  const algorithm = policy.get('hashAlgorithm');
  const iterations = policy.get('hashIterations');
  if (algorithm === undefined && iterations === undefined) return undefined;
  const rank = algorithm === undefined ? undefined : algorithms.indexOf(algorithm);
  if (rank === -1) return undefined;
  const wanted = rounds[algorithm ?? ''];
  const short = wanted === undefined || iterations === undefined ? 0 : Math.max(0, 1 - Number(iterations) / wanted);
  return (rank ?? 0) + short;
}

/** True where the algorithm or its rounds are less than what is asked for today. */
export function isWeakHash(policy: PasswordPolicy): boolean {
  const algorithm = policy.get('hashAlgorithm') ?? '';
  const iterations = Number(policy.get('hashIterations') ?? Infinity);
  return algorithm === 'pbkdf2' || iterations < (rounds[algorithm] ?? 0);
}

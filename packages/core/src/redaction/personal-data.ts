import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';

const email = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const ipv4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const ipv6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;
const nationalNumber = /(?<!\d)\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}(?!\d)/g;
const labelled =
  /\b(username|user_?[iI]d|auth_username|preferred_username|identity_provider_identity|email|ipAddress|sub|sid|sessionId|code_id)(["']?\s*[=:]\s*["']?)((?:[^"'\\,;&\s]|\\.)+)/g;
const personalKeys = /^(?:username|user_?id|preferred_username|email|ip_?address|given_name|family_name|first_?name|last_?name|sub)$/i;

/** Replaces personal data by pseudonyms: the same person has the same pseudonym throughout a run, and no other run's. */
export interface Pseudonymiser {
  text(text: string): string;
  /** True for the names of members whose whole value is personal data. */
  isPersonal(key: string): boolean;
  value(key: string, value: string): string;
}

/** `salt` is drawn for the run and never written. `keep` are the gate's own test users and the environment's own addresses. */
export function pseudonymiser(salt: string, keep: ReadonlySet<string>): Pseudonymiser {
  const pseudonym = (kind: string, value: string): string =>
    keep.has(value) || value.startsWith('‹')
      ? value
      : `${kind}-${createHmac('sha256', salt).update(value.toLowerCase()).digest('hex').slice(0, 8)}`;
  return {
    isPersonal: (key) => personalKeys.test(key),
    value: (key, value) => pseudonym(kindOf(key), value),
    text: (text) =>
      text
        .replaceAll(
          labelled,
          (_match, label: string, between: string, value: string) => `${label}${between}${pseudonym(kindOf(label), value)}`,
        )
        .replaceAll(email, (match) => pseudonym('email', match))
        .replaceAll(nationalNumber, (match) => (isNationalNumber(match) ? pseudonym('national-number', match) : match))
        .replaceAll(ipv4, (match) => (isIP(match) === 4 ? pseudonym('ip', match) : match))
        .replaceAll(ipv6, (match) => (isIP(match) === 6 && match !== '::' ? pseudonym('ip', match) : match)),
  };
}

function kindOf(label: string): string {
  if (/mail/i.test(label)) return 'email';
  if (/ip/i.test(label) && !/description/i.test(label)) return 'ip';
  return /session|sid|code/i.test(label) ? 'session' : 'user';
}

/** Belgian national numbers carry a check: 97 less the rest of the first nine digits, with a 2 before them from 2000 on. */
export function isNationalNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length !== 11) return false;
  const check = Number(digits.slice(9));
  const matches = (number: string): boolean => 97 - (Number(number) % 97) === check;
  return matches(digits.slice(0, 9)) || matches(`2${digits.slice(0, 9)}`);
}

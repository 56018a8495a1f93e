import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { isPartOfImage } from './image-reference.ts';

// One beginning per run of characters, and of a run that is too long its last 64: anything else is quadratic in the text.
const email = /(?:(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}|[\p{L}\p{N}._%+'-]{64})@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const ipv4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const ipv6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;
const nationalNumber = /(?<!\d)\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}(?!\d)/g;
const labelled =
  /\b(username|loginUsername|user_?[iI]d|auth_username|preferred_username|identity_provider_identity|email|ipAddress|fullName|full_name|firstName|lastName|given_name|family_name|sub|sid|sessionId|code_id)(\\?["']?\s*[=:]\s*)(?:(")((?:[^"\\\r\n]|\\.)+)|(')((?:[^'\\\r\n]|\\.)+)|(\\")([^"\\\r\n]+)|()((?:[^"'\\,;&\s]|\\.)+))/g;
// Plain `name` is not among them: configuration uses it for what is nobody's.
const personalKeys =
  /^(?:username|login_?username|user_?id|preferred_username|email|ip_?address|full_?name|given_name|family_name|first_?name|last_?name|sub)$/i;
const userById = /\b(users?(?:\/|["']?\s+(?:with id:?\s+)?["']?))([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;
const distinguishedName = /\b(uid=)([^,;"'()\r\n]{1,256})(?=,\s*[a-z]+=|\))/gi;

/** Replaces personal data by pseudonyms: the same person has the same pseudonym throughout a run, and no other run's. */
export interface Pseudonymiser {
  text(text: string): string;
  /** True for the names of members whose whole value is personal data. */
  isPersonal(key: string): boolean;
  value(key: string, value: string): string;
  /** A national number that JSON wrote as a number becomes its pseudonym; every other number stays. */
  number(value: number): number | string;
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
    number: (value) => (isNationalNumberAsNumber(value) ? pseudonym('national-number', String(value).padStart(11, '0')) : value),
    text: (text) =>
      text
        .replaceAll(labelled, (_match, label: string, between: string, ...groups: readonly (string | undefined)[]) => {
          const [quote, value] = groups.slice(0, 8).filter((group) => group !== undefined);
          return `${label}${between}${quote ?? ''}${pseudonym(kindOf(label), value ?? '')}`;
        })
        .replaceAll(userById, (_match, before: string, id: string) => `${before}${pseudonym('user', id)}`)
        .replaceAll(distinguishedName, (_match, before: string, uid: string) => `${before}${pseudonym('user', uid)}`)
        .replaceAll(email, (match) => pseudonym('email', match))
        .replaceAll(nationalNumber, (match) => (isNationalNumber(match) ? pseudonym('national-number', match) : match))
        .replaceAll(ipv4, (match, offset: number, whole: string) =>
          isIP(match) === 4 && !isPartOfImage(whole, offset, match.length) ? pseudonym('ip', match) : match,
        )
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

/**
 * JSON loses a leading zero, and sizes in bytes have as many digits: so a number must also begin with a date of birth (the
 * month may have 20 or 40 added, as in the numbers of those who are not in the national register, and may be unknown).
 */
function isNationalNumberAsNumber(value: number): boolean {
  if (!Number.isSafeInteger(value) || value < 1e9 || value >= 1e11) return false;
  const digits = String(value).padStart(11, '0');
  return (
    Number(digits.slice(2, 4)) <= 52 &&
    Number(digits.slice(2, 4)) % 20 <= 12 &&
    Number(digits.slice(4, 6)) <= 31 &&
    isNationalNumber(digits)
  );
}

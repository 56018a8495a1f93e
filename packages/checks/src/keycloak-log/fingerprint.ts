import type { LogRecord } from './log-record.ts';

const LONGEST = 160;

const code = /^(?:\[[^\]]{0,80}\] )?([A-Z][A-Z-]*\d{3,8}):/;

const sqlState = /\bSQLState: ([0-9A-Z]{5})\b/;

type Sign = string | ((found: string) => string);

// No pattern may begin anew within what it has tried in vain: whoever controls a logged value writes what takes longest.
const variable: readonly (readonly [RegExp, Sign])[] = [
  [/"(?:[^"\\]|\\.){0,500}"|'[^']{0,500}'|`[^`]{0,500}`/g, '‹…›'],
  // What stands behind a name is a value: personal data among it would have another pseudonym in each run.
  [/\b([A-Za-z][\w.-]{0,80}=)[^\s,;&|)\]}>]+/g, '$1‹…›'],
  [
    /\b((?:login_?)?username|user_?id|preferred_username|email|ip_?address|(?:full|first|last|given|family)_?name|sub|sid|session_?id)(\s*:\s*)[^\s,;)\]}>]+/gi,
    '$1$2‹…›',
  ],
  [/(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])/gi, '#'],
  [/(?<![^\s<>@,;:()[\]])[^\s<>@,;:()[\]]+@[^\s<>@,;:()[\]]+/g, '‹…›'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '#'],
  [/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '#'],
  [/@[0-9a-f]{4,}\b/gi, '@#'],
  // Names of pods and of cluster nodes, which are made from them: `keycloak-7c9d8f-x2x9z-54321`.
  [/\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b/g, (found) => (/-[a-z0-9]*\d/.test(found) ? '#' : found)],
  // What a database failed at is no mere number: a table that is missing is another error than a value that is there twice.
  [/(?<!SQLState: [0-9A-Z]{0,4})\d+(?:[.:,]\d+)*/g, '#'],
];

/** The part of a message that is the same each time it is printed: what varies is left out. */
export function templateOf(message: string): string {
  const [line = ''] = message.split('\n', 1);
  const plain = variable.reduce(
    (text, [pattern, sign]) => (typeof sign === 'string' ? text.replaceAll(pattern, sign) : text.replaceAll(pattern, sign)),
    line.slice(0, 1_000),
  );
  const words = plain.replaceAll(/\s+/g, ' ').trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

/** The number that a library gives its message: `KC-SERVICES0010`, `ISPN000094`. */
export const codeOf = (message: string): string | undefined => code.exec(message)?.[1];

/** What makes two records the same message: level, logger, the message's code (and SQL state) or template, and the exception at its root. */
export function fingerprintOf({ level, logger, message, exceptions }: LogRecord): string {
  const root = exceptions.at(-1);
  const number = codeOf(message);
  const what = number === undefined ? [templateOf(message)] : [number, ...(sqlState.exec(message)?.slice(1) ?? [])];
  return [level, logger === '' ? '-' : logger, ...what, ...(root === undefined ? [] : [root])].join(' ');
}

/** True where a logger's name, perhaps abbreviated (`i.quarkus`, `org.key.ser…`), stands for the full one. */
export function isLogger(actual: string, full: string): boolean {
  if (actual === full) return true;
  if (actual.length >= full.length) return false;
  const [short, long] = [actual.split('.'), full.split('.')];
  return short.length === long.length && short.every((part, index) => part !== '' && (long[index] ?? '').startsWith(part));
}

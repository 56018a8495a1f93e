import { parseVersion } from '@keycloak-release-gate/core';

/** What was answered so far, by flags or at the terminal. */
export interface Answers {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly from?: string;
  readonly to?: string;
  readonly environments?: readonly string[];
  readonly image?: string;
  readonly commit?: string;
  readonly plan?: string;
  readonly reason?: string;
  readonly impact?: string;
  readonly parties?: readonly string[];
  /** `<from>/<to>`, both ISO 8601 with an offset. */
  readonly window?: string;
  readonly author?: string;
}

/** What the questions are asked with. */
export interface Known {
  /** The environments that there are. */
  readonly environments: readonly string[];
  /** Who is likely to be asked. */
  readonly author?: string;
}

export interface Question {
  readonly name: keyof Answers;
  /** The flag that answers it: `--title`. */
  readonly flag: string;
  readonly ask: string;
  /** How an answer looks. */
  readonly like: string;
  readonly optional?: true;
  /** Several answers, separated by commas. */
  readonly list?: true;
  readonly proposed?: (known: Known) => string | undefined;
  /** What is wrong with an answer by itself; undefined where nothing is. */
  readonly wrong?: (answer: string, known: Known) => string | undefined;
}

const version = (answer: string): string | undefined =>
  parseVersion(answer) === undefined ? `"${answer}" is no version of Keycloak, such as 26.7.4.` : undefined;

const timeWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const isTime = (text: string | undefined): boolean => text !== undefined && timeWithOffset.test(text) && !Number.isNaN(Date.parse(text));

/** The two ends of a window as it is written on a command line; undefined where it is none. */
export function windowOf(text: string): { readonly from: string; readonly to: string } | undefined {
  const [from, to, ...more] = text.split('/');
  if (from === undefined || to === undefined || more.length > 0 || !isTime(from) || !isTime(to)) return undefined;
  return { from: withSeconds(from), to: withSeconds(to) };
}

/** The seconds that ISO 8601 lets one leave out, and the schema of a release does not. */
const withSeconds = (time: string): string => time.replace(/(T\d\d:\d\d)(?!:)(?=[Z+-])/, '$1:00');

/** What a release file is written from, in the order in which it is asked. */
export const questions: readonly Question[] = [
  {
    name: 'id',
    flag: '--id',
    ask: 'Its id, which names the file',
    like: '2026-11-upgrade',
    wrong: (answer) =>
      !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(answer)
        ? 'An id is made of letters, digits, dots, dashes and underscores, and begins with a letter or a digit.'
        : answer.endsWith('.test')
          ? 'A file that ends with .test.ts is a test.'
          : undefined,
  },
  { name: 'title', flag: '--title', ask: 'Its title', like: 'Keycloak 26.7.4' },
  { name: 'description', flag: '--description', ask: 'What changes, for the release board', like: 'Upgrades the Keycloak core.' },
  { name: 'from', flag: '--from', ask: 'The version of Keycloak that runs now', like: '26.4.0', wrong: version },
  { name: 'to', flag: '--to', ask: 'The version that it leads to', like: '26.7.4', wrong: version },
  {
    name: 'environments',
    flag: '--env',
    ask: 'The environments, in the order in which it goes to them',
    like: 'test, acc, prod',
    list: true,
    wrong: (answer, { environments }) =>
      environments.includes(answer) ? undefined : `There is no environment "${answer}". There are: ${environments.join(', ')}.`,
  },
  {
    name: 'image',
    flag: '--image',
    ask: 'The container image, with its digest where it is known',
    like: 'registry.example/keycloak:26.7.4@sha256:…',
    optional: true,
    wrong: (answer) => (/\s/.test(answer) ? 'An image has no white space in its name.' : undefined),
  },
  {
    name: 'commit',
    flag: '--commit',
    ask: 'The commit that is deployed',
    like: '4f1c6a3d',
    optional: true,
    wrong: (answer) => (/^[0-9a-f]{7,64}$/i.test(answer) ? undefined : 'A commit is 7 to 64 hexadecimal digits.'),
  },
  {
    name: 'plan',
    flag: '--plan',
    ask: 'The rollback plan: A (redeploy the old version) or B (restore the database)',
    like: 'B',
    wrong: (answer) => (answer === 'A' || answer === 'B' ? undefined : 'It is A or B.'),
  },
  { name: 'reason', flag: '--reason', ask: 'Why that is the plan', like: 'The upgrade migrates the schema.' },
  { name: 'impact', flag: '--impact', ask: 'What users and applications notice', like: 'Everybody logs in again.' },
  { name: 'parties', flag: '--party', ask: 'Who is to be contacted', like: 'Portal team, Service desk', list: true, optional: true },
  {
    name: 'window',
    flag: '--window',
    ask: 'The window, as <from>/<to>',
    like: '2026-11-30T18:00+01:00/2026-11-30T20:00+01:00',
    optional: true,
    wrong: (answer) =>
      windowOf(answer) === undefined ? 'It is two times with their offsets: 2026-11-30T18:00+01:00/2026-11-30T20:00+01:00.' : undefined,
  },
  { name: 'author', flag: '--author', ask: 'Who makes the change', like: 'Ann Author', proposed: ({ author }) => author },
];

/** The parts of an answer: several where it is a list. */
export const partsOf = ({ list }: Question, answer: string): readonly string[] =>
  list
    ? answer
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : [answer.trim()].filter((part) => part !== '');

import { Confirmation, confirmationTypes, nameOfAuthor, nearest, samePerson, substanceHash } from '@keycloak-release-gate/core';
import type { Problem, Release } from '@keycloak-release-gate/core';
import { cleanLine } from '../report/clean-text.ts';
import { defaultExpiry, millisecondsOf } from './validity.ts';

/** What was said on the command line, or answered. */
export interface Said {
  readonly type?: string;
  readonly person?: string;
  readonly role?: string;
  readonly statement?: string;
  readonly environment?: string;
  readonly application?: string;
  readonly validFrom?: string;
  readonly expires?: string;
  readonly for?: string;
  readonly backup?: string;
  readonly evidenceUrl?: string;
  readonly contact?: string;
  readonly confirmedBy?: string;
}

/** What is known of the release, and of who is at work. */
export interface KnownOfRelease {
  readonly release: Release;
  /** The release's file, for messages. */
  readonly file: string;
  /** The ids of the applications in each environment of the release. */
  readonly applications: ReadonlyMap<string, readonly string[]>;
  /** Who git says is at work here. */
  readonly gitUser?: string | undefined;
  /** ISO 8601. */
  readonly now: string;
}

/** The confirmation that was said, or all that is wrong with it. */
export type Understood =
  | { readonly confirmation: Confirmation; readonly problems: readonly [] }
  | { readonly confirmation?: never; readonly problems: readonly Problem[] };

/** Makes a confirmation of what was said. Nothing is believed here that the gate would not believe now or later. Pure. */
export function understand(said: Said, known: KnownOfRelease): Understood {
  const { release, now } = known;
  const [type, validFrom] = [typeOf(said.type ?? ''), said.validFrom ?? now];
  const problems = [...missing(said), ...typeProblems(said, type), ...placeProblems(said, type, known), ...timeProblems(said, now)];
  if (problems.length > 0 || type === undefined) return { problems };
  const words = (['person', 'role', 'statement', 'environment', 'application', 'contact'] as const).flatMap((name) =>
    said[name] === undefined || said[name].trim() === '' ? [] : [[name, cleanLine(said[name])] as const],
  );
  const writer = said.confirmedBy ?? known.gitUser;
  const others = [said.person ?? '', writer ?? ''];
  const { gitUser } = known;
  const parsed = Confirmation.safeParse({
    ...Object.fromEntries(words),
    type,
    release: release.id,
    substance: substanceHash(release),
    confirmedAt: now,
    validFrom: new Date(validFrom).toISOString(),
    expiresAt: expiryOf(said, type, validFrom, release),
    ...(said.backup === undefined ? {} : { backup: said.backup.toLowerCase() }),
    ...(said.evidenceUrl === undefined ? {} : { evidenceUrl: said.evidenceUrl }),
    ...(writer === undefined || samePerson(writer, said.person ?? '') ? {} : { confirmedBy: cleanLine(writer) }),
    ...(gitUser === undefined || others.some((name) => samePerson(name, gitUser)) ? {} : { gitUser: cleanLine(gitUser) }),
  });
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({
        code: 'BAD_CONFIRMATION',
        message: `${path.join('.')}: ${message}`,
        where: flagOf(String(path[0] ?? '')),
        remedy: 'Say it otherwise.',
      })),
    };
  const confirmation = parsed.data;
  const never = [...authorProblems(confirmation, said, known), ...expiryProblems(confirmation, now)];
  return never.length > 0 ? { problems: never } : { confirmation, problems: [] };
}

const flagOf = (name: string): string =>
  `--${name === 'expiresAt' ? 'expires' : name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The type that is meant, however its words are joined: `board-approval` is `board approval`. */
export function typeOf(text: string): Confirmation['type'] | undefined {
  const joined = (words: string): string =>
    words
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ');
  return confirmationTypes.find((type) => joined(type) === joined(text));
}

/** What must be said, with what it is like. */
export const needed = {
  type: `one of: ${confirmationTypes.join(', ')}`,
  person: 'the name of who says it',
  role: 'DevOps engineer, release board',
  statement: 'what they say, in their own words',
} as const;

const missing = (said: Said): Problem[] =>
  (['type', 'person', 'role', 'statement'] as const)
    .filter((name) => (said[name] ?? '').trim() === '')
    .map((name) => ({
      code: 'NOT_SAID',
      message: `${flagOf(name)} is missing: ${needed[name]}.`,
      where: flagOf(name),
      remedy: `Add ${flagOf(name)} '…', or run this on a terminal, where it asks.`,
    }));

function typeProblems({ type: text = '', application }: Said, type: Confirmation['type'] | undefined): Problem[] {
  if (type === undefined) {
    if (text.trim() === '') return [];
    const guess = nearest(text, confirmationTypes);
    return [
      {
        code: 'UNKNOWN_TYPE',
        message: `Nobody can confirm "${text}".`,
        where: '--type',
        remedy: `${guess === undefined ? '' : `Did you mean '${guess}'? `}There are: ${confirmationTypes.join(', ')}.`,
      },
    ];
  }
  if ((type === 'application login') === (application !== undefined)) return [];
  return [
    application === undefined
      ? {
          code: 'APPLICATION_MISSING',
          message: 'A login is confirmed for one application.',
          where: '--application',
          remedy: 'Name it: --application <id>.',
        }
      : {
          code: 'APPLICATION_UNWANTED',
          message: `"${type}" is not of one application.`,
          where: '--application',
          remedy: "Leave it out, or confirm an 'application login'.",
        },
  ];
}

function placeProblems(
  { environment, application, backup }: Said,
  type: Confirmation['type'] | undefined,
  known: KnownOfRelease,
): Problem[] {
  const { release, file, applications } = known;
  const problems: Problem[] = [];
  if (release.status === 'closed')
    problems.push({
      code: 'RELEASE_CLOSED',
      message: `The release "${release.id}" is closed: nothing is confirmed for it any more.`,
      where: file,
      remedy: 'Name the release that is meant.',
    });
  if (environment !== undefined && !release.environments.includes(environment)) {
    const guess = nearest(environment, release.environments);
    problems.push({
      code: 'RELEASE_NOT_FOR_ENVIRONMENT',
      message: `The release "${release.id}" does not go to "${environment}".`,
      where: '--environment',
      remedy: `${guess === undefined ? '' : `Did you mean "${guess}"? `}It goes to ${release.environments.join(', ')}.`,
    });
  } else if (application !== undefined && type === 'application login') {
    const there = [...new Set([...applications].flatMap(([id, all]) => (environment === undefined || id === environment ? all : [])))];
    const guess = nearest(application, there);
    if (!there.includes(application))
      problems.push({
        code: 'UNKNOWN_APPLICATION',
        message: `There is no application "${application}" in ${environment ?? release.environments.join(', ')}.`,
        where: '--application',
        remedy: `${guess === undefined ? '' : `Did you mean "${guess}"? `}There are: ${there.join(', ') || 'none'}.`,
      });
  }
  if (backup !== undefined && !/^[0-9a-f]{64}$/i.test(backup))
    problems.push({
      code: 'BAD_BACKUP',
      message: `"${backup}" is no SHA-256.`,
      where: '--backup',
      remedy: 'Give the 64 hexadecimal digits that `verify backup list` shows, or `pinned`.',
    });
  return problems;
}

const isTime = (text: string): boolean => Confirmation.shape.expiresAt.safeParse(text).success;

function timeProblems(said: Said, now: string): Problem[] {
  const { expires, for: duration } = said;
  const bad = (['validFrom', 'expires'] as const)
    .filter((name) => said[name] !== undefined && !isTime(said[name]))
    .map((name) => ({
      code: 'BAD_TIME',
      message: `"${said[name] ?? ''}" is no ISO 8601 time with an offset.`,
      where: flagOf(name),
      remedy: `Write it as ${now}, or as 2026-11-30T20:00:00+01:00.`,
    }));
  if (duration !== undefined && millisecondsOf(duration) === undefined)
    bad.push({
      code: 'BAD_DURATION',
      message: `"${duration}" is no length of time.`,
      where: '--for',
      remedy: 'Write it as 90m, 8h or 3d.',
    });
  if (duration !== undefined && expires !== undefined)
    bad.push({
      code: 'TWO_ENDS',
      message: '--expires and --for both say when it ends.',
      where: '--for',
      remedy: 'Say one of them.',
    });
  return bad;
}

function expiryOf({ expires, for: duration }: Said, type: Confirmation['type'], validFrom: string, release: Release): string {
  if (expires !== undefined) return new Date(expires).toISOString();
  const milliseconds = duration === undefined ? undefined : millisecondsOf(duration);
  return milliseconds === undefined
    ? defaultExpiry(type, validFrom, release)
    : new Date(Date.parse(validFrom) + milliseconds).toISOString();
}

function authorProblems(confirmation: Confirmation, said: Said, { release, file }: KnownOfRelease): Problem[] {
  const { author } = release;
  if (author === undefined)
    return [
      {
        code: 'NO_AUTHOR',
        message: `The release "${release.id}" names no author, so nobody can tell whether ${confirmation.person} is another person.`,
        where: file,
        remedy: 'Add `author` to the release file.',
      },
    ];
  const name = nameOfAuthor(confirmation, author);
  if (name === undefined) return [];
  const isPerson = samePerson(confirmation.person, author);
  if (name === confirmation.gitUser && !isPerson)
    return [
      {
        code: 'CONFIRMED_BY_AUTHOR',
        message: `${name} is at work here (git's user.name) and is the author of the release, whoever is named with --confirmed-by.`,
        where: 'git config user.name',
        remedy: `Let ${confirmation.person} run this, or a third who heard them say it.`,
      },
    ];
  return [
    {
      code: 'CONFIRMED_BY_AUTHOR',
      message: isPerson
        ? `${name} is the author of the release, and cannot confirm it.`
        : `${name} writes this down${said.confirmedBy === undefined ? " (git's user.name)" : ''} and is the author of the release.`,
      where: isPerson ? '--person' : '--confirmed-by',
      remedy: isPerson ? 'Somebody else must say it.' : `Let ${confirmation.person} run this, or a third who heard them say it.`,
    },
  ];
}

function expiryProblems({ validFrom, expiresAt }: Confirmation, now: string): Problem[] {
  const past = Date.parse(expiresAt) <= Date.parse(now);
  if (!past && Date.parse(expiresAt) > Date.parse(validFrom)) return [];
  return [
    {
      code: past ? 'EXPIRES_IN_THE_PAST' : 'NEVER_VALID',
      message: past ? `It would have ended at ${expiresAt}.` : `It would end at ${expiresAt}, and begin only at ${validFrom}.`,
      where: '--expires',
      remedy: 'Say a later end, or for how long: --for 8h.',
    },
  ];
}

import { Confirmation, covers, finding, gap, nameOfAuthor, saidBy, substanceHash } from '@keycloak-release-gate/core';
import type {
  Code,
  Environment,
  Exhibit,
  Fact,
  Finding,
  Gap,
  Judgement,
  RunContext,
  StoodProven,
  UnreadConfirmations,
} from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Pin } from '../backup/pin.ts';
import { codes } from './codes.ts';

/** What a check of a confirmation is told. */
export const confirmedWords = {
  release: z.string().optional(),
  author: z.string().optional(),
  environment: z.string().default(''),
  confirmations: z.array(Confirmation).default([]),
  /** The SHA-256 of what the release ships. Records of before do not tell it. */
  substance: z.string().optional(),
  /** Why places where it may be confirmed could not be read. */
  unread: z.array(z.string()).default([]),
  /** What was read of the board's approvals leaves open whether it approved: what another part of a run read before is not put in its place. */
  doubted: z.boolean().default(false),
};

/** That, of a run; only confirmations of these types. */
export const confirmedOf = (
  {
    release,
    environment,
    confirmationsUnread = [],
    approvalsDoubted,
  }: Pick<RunContext, 'release' | 'environment' | 'confirmationsUnread' | 'approvalsDoubted'>,
  types: readonly Confirmation['type'][],
) =>
  release
    ? {
        release: release.id,
        environment: environment.id,
        confirmations: release.confirmations.filter(({ type }) => types.includes(type)),
        substance: substanceHash(release),
        ...unreadOf(confirmationsUnread, types),
        ...(approvalsDoubted && types.includes('board approval') ? { doubted: true } : {}),
        ...(release.author === undefined ? {} : { author: release.author }),
      }
    : {};

/** Why places where one of these may be confirmed could not be read. */
export function unreadOf(
  unread: readonly UnreadConfirmations[],
  types: readonly Confirmation['type'][],
): { readonly unread?: readonly string[] } {
  const whys = unread.filter((each) => each.types.some((type) => types.includes(type))).map(({ why }) => why);
  return whys.length === 0 ? {} : { unread: whys };
}

/** Where a place could not be read, somebody may have said there what is missing here: then nobody knows. */
export function unlessUnread<T extends Judgement>(
  judged: T,
  release: string,
  unread: readonly string[],
  code: Code = codes.CONFIRMATION_UNREADABLE,
): T {
  const { findings } = judged;
  if (findings.length === 0 || unread.length === 0) return judged;
  const reason = `${unread.join(' ')} Elsewhere: ${findings.map(({ message }) => message).join(' ')}`;
  return {
    ...judged,
    findings: [],
    gaps: [...(judged.gaps ?? []), gap(code, { subject: `release/${release}`, reason })],
  };
}

/** What must be confirmed, where, and what tells whether a confirmation counts. */
export interface Asked {
  readonly type: Confirmation['type'];
  readonly release: string;
  readonly environment: string;
  readonly author: string | undefined;
  /** The SHA-256 of what the release ships now; without it nobody asks. */
  readonly substance?: string | undefined;
  /** When there was anything to say it of, where that is known (ISO 8601): what was said before says nothing of it. */
  readonly since?: string | undefined;
  /** Where the release must have stood proven when it was said, for what is decided on that; without it nobody asks. */
  readonly proven?: ProvenThen | undefined;
  /** ISO 8601: it must hold at this time. */
  readonly now: string;
  /** The backup that would be restored, for a confirmation that rests on one; null where none is known. */
  readonly pin: Pick<Pin, 'name' | 'sha256'> | null;
}

/** When a release stood proven in an environment, the first time first. */
export interface ProvenThen {
  readonly environment: string;
  readonly proofs: readonly StoodProven[];
}

/** Why a confirmation does not count: a code, and the end of a sentence about it. */
export interface WhyNot {
  readonly code: Code;
  readonly words: string;
  /** It does not count for what nobody can tell, and not for what is known to be wrong. */
  readonly isUntold?: true;
  readonly expected?: string;
  readonly actual?: string;
}

/** Why this confirmation does not count for what is asked; undefined where it does. Its type is not asked for again. */
export function whyNotConfirmed(
  each: Confirmation,
  { release, environment, author, substance, since, proven, now, pin }: Omit<Asked, 'type'>,
): WhyNot | undefined {
  if (each.release !== release)
    return {
      code: codes.CONFIRMATION_OTHER_RELEASE,
      words: `it is for the release ${each.release}`,
      expected: release,
      actual: each.release,
    };
  if (each.environment !== undefined && each.environment !== environment)
    return {
      code: codes.CONFIRMATION_OTHER_ENVIRONMENT,
      words: `it is for ${each.environment}, not for ${environment}`,
      expected: environment,
      actual: each.environment,
    };
  const other = whyOtherSubstance(each, substance);
  if (other) return other;
  const byAuthor = author === undefined ? undefined : nameOfAuthor(each, author);
  if (byAuthor !== undefined) {
    const did = byAuthor === each.person ? 'is' : 'wrote it down and is';
    return { code: codes.CONFIRMATION_BY_AUTHOR, words: `${byAuthor} ${did} the author of the release`, actual: byAuthor };
  }
  if (each.backup !== undefined && pin && each.backup !== pin.sha256)
    return {
      code: codes.CONFIRMATION_OTHER_BACKUP,
      words: `it is for the backup with the SHA-256 ${each.backup}, and ${pin.name} (SHA-256 ${pin.sha256}) would be restored`,
      expected: pin.sha256,
      actual: each.backup,
    };
  if (!saidBy(each, now)) return notYet(`it was given only at ${each.confirmedAt}`, now, each.confirmedAt);
  if (Date.parse(each.validFrom) > Date.parse(now)) return notYet(`it is valid only from ${each.validFrom}`, now, each.validFrom);
  if (since !== undefined && Date.parse(each.confirmedAt) <= Date.parse(since))
    return {
      code: codes.CONFIRMATION_BEFORE_DEPLOY,
      words: `it was given at ${each.confirmedAt}, and the release was deployed on ${environment} at ${since}: there was nothing to review yet`,
      expected: since,
      actual: each.confirmedAt,
    };
  const unproven = proven && whyNotProven(each, proven);
  if (unproven) return unproven;
  if (covers(each, now)) return undefined;
  return { code: codes.CONFIRMATION_EXPIRED, words: `it was valid until ${each.expiresAt}`, expected: now, actual: each.expiresAt };
}

/**
 * Why this confirmation was given when nothing was proven yet; undefined where it was. What is not proven at all, or was taken back
 * since, is for the check of that to say.
 */
function whyNotProven({ confirmedAt, atTheEarliest }: Confirmation, { environment, proofs }: ProvenThen): WhyNot | undefined {
  const said = Date.parse(confirmedAt);
  if (proofs.some(({ at, until }) => Date.parse(at) <= said && (until === undefined || said < Date.parse(until)))) return undefined;
  const next = proofs.find(({ at }) => Date.parse(at) > said);
  if (!next) return undefined;
  if (atTheEarliest)
    return {
      code: codes.APPROVAL_TIME_UNKNOWN,
      words: `it was given at ${confirmedAt} at the earliest, and the release was found good on ${environment} at ${next.at} (${next.run}): which came first is not told`,
      isUntold: true,
    };
  const before = proofs.findLast(({ until }) => until !== undefined && Date.parse(until) <= said);
  const then = before ? `: it had been taken back there at ${before.until}` : '';
  return {
    code: codes.APPROVED_BEFORE_PROVEN,
    words: `it was given at ${confirmedAt}, and the release was found good on ${environment} only at ${next.at} (${next.run})${then}`,
    expected: next.at,
    actual: confirmedAt,
  };
}

/** Why this confirmation is not of what the release ships now; undefined where it is, or where one of the two is not told. */
export const whyOtherSubstance = ({ substance: actual }: Confirmation, expected: string | undefined): WhyNot | undefined =>
  actual === undefined || expected === undefined || actual === expected
    ? undefined
    : {
        code: codes.CONFIRMATION_OTHER_SUBSTANCE,
        words: 'what was confirmed is the release as it was before it changed',
        expected,
        actual,
      };

const notYet = (words: string, expected: string, actual: string): WhyNot => ({ code: codes.CONFIRMATION_NOT_YET, words, expected, actual });

/** What was confirmed, and what is wrong where nothing is. */
export interface Confirmed {
  /** The confirmations that count. */
  readonly holding: readonly Confirmation[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly facts: readonly Fact[];
  readonly exhibits: readonly Exhibit[];
}

/** Of several that do not count, the one that is nearest to counting is told first. */
const nearestFirst: readonly Code[] = [
  codes.APPROVAL_TIME_UNKNOWN,
  codes.CONFIRMATION_EXPIRED,
  codes.CONFIRMATION_NOT_YET,
  codes.CONFIRMATION_BEFORE_DEPLOY,
  codes.APPROVED_BEFORE_PROVEN,
  codes.CONFIRMATION_OTHER_SUBSTANCE,
  codes.CONFIRMATION_OTHER_BACKUP,
  codes.CONFIRMATION_BY_AUTHOR,
  codes.CONFIRMATION_OTHER_ENVIRONMENT,
  codes.CONFIRMATION_OTHER_RELEASE,
];

/** Whether somebody confirmed this. One confirmation that counts is enough; else the nearest says why it does not. Pure. */
export function confirmedBy(confirmations: readonly Confirmation[], asked: Asked): Confirmed {
  const { type, release, environment, author, pin } = asked;
  const subject = `release/${release}`;
  const weighed = confirmations
    .filter((each) => each.type === type)
    .map((confirmation) => ({ confirmation, why: whyNotConfirmed(confirmation, asked) }));
  const exhibits = weighed.length === 0 ? [] : [table(type, weighed)];
  const good = weighed.flatMap(({ confirmation, why }) => (why === undefined ? [confirmation] : []));
  const told = good.filter(({ backup }) => backup === undefined || pin !== null);
  if (told.length > 0 && author !== undefined)
    return { holding: told, findings: [], gaps: [], exhibits, facts: told.map((each) => ({ name: type, value: inWords(each) })) };
  const nothing = { holding: [], facts: [], exhibits };
  if (told.length > 0) {
    const reason = `The release ${release} names no author, so nobody can tell whether ${told.map(({ person }) => person).join(', ')} is another person.`;
    return { ...nothing, findings: [], gaps: [gap(codes.AUTHOR_UNKNOWN, { subject, reason })] };
  }
  if (good.length > 0) {
    const reason = `"${type}" is confirmed for one backup alone (${good.map(({ person, backup }) => `${person}: SHA-256 ${backup}`).join('; ')}), and none is known that would be restored.`;
    return { ...nothing, findings: [], gaps: [gap(codes.CONFIRMATION_BACKUP_UNKNOWN, { subject, reason })] };
  }
  const remedy = `Have it confirmed: verify confirm ${release} --type '${type}' --environment ${environment}`;
  const [nearest, ...others] = weighed
    .flatMap(({ confirmation, why }) => (why === undefined ? [] : [{ confirmation, why }]))
    .toSorted((a, b) => nearestFirst.indexOf(a.why.code) - nearestFirst.indexOf(b.why.code));
  if (!nearest) {
    const message = `Nobody has confirmed "${type}" of the release ${release} for ${environment}.`;
    return { ...nothing, gaps: [], findings: [finding(codes.CONFIRMATION_MISSING, { subject, message, remedy })] };
  }
  const { code, words, isUntold, expected, actual } = nearest.why;
  const more = others.map(({ confirmation: { person }, why }) => `; nor does that by ${person}: ${why.words}`);
  const message = `The confirmation "${type}" by ${nearest.confirmation.person} does not count for ${environment}: ${words}${more.join('')}.`;
  const again = `${code.remedy} ${remedy}`;
  if (isUntold) return { ...nothing, findings: [], gaps: [gap(code, { subject, reason: message, remedy: again })] };
  const found = finding(code, {
    subject,
    message,
    remedy: again,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  });
  return { ...nothing, gaps: [], findings: [found] };
}

const inWords = ({ person, role, expiresAt, statement }: Confirmation): string => `${person} (${role}), until ${expiresAt}: "${statement}"`;

interface Weighed {
  readonly confirmation: Confirmation;
  readonly why: WhyNot | undefined;
}

const table = (type: string, weighed: readonly Weighed[]): Exhibit => ({
  kind: 'table',
  title: `Confirmations: ${type}`,
  columns: ['Person', 'Role', 'Environment', 'Confirmed', 'From', 'To', 'Statement', 'Seen at', 'Does not count, because'],
  rows: weighed.map(({ confirmation: each, why }) => [
    each.person,
    each.role,
    each.environment ?? 'any',
    each.confirmedAt,
    each.validFrom,
    each.expiresAt,
    each.statement,
    each.evidenceUrl ?? '',
    why?.words ?? '',
  ]),
});

/** What a check of a confirmation says where there is no release. */
export const withoutRelease = (): { readonly findings: readonly Finding[]; readonly gaps: readonly Gap[] } => ({
  findings: [],
  gaps: [gap(codes.NO_RELEASE, { subject: 'release', reason: 'Only a release is confirmed.' })],
});

/** Why what the policy asks before production is not asked here; undefined where it is. */
export const onlyBeforeProduction = ({ environment }: { readonly environment: Environment }): string | undefined =>
  environment.production ? undefined : `The policy asks for it before a release to production, and ${environment.id} is not production.`;

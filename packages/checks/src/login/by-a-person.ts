import { covers, nameOfAuthor, saidBy } from '@keycloak-release-gate/core';
import type { Confirmation, Exhibit, Fact, Gap } from '@keycloak-release-gate/core';
import type { LoginCode } from './codes.ts';
import type { Attempt } from './journey.ts';

/** What persons said of a login, and what tells whether their word counts. */
export interface Said {
  readonly release?: string | undefined;
  readonly author?: string | undefined;
  /** The environment that is looked at. */
  readonly environment?: string | undefined;
  /** When the deploy that is judged began, where that is known. */
  readonly deployedAt?: string | undefined;
  readonly confirmations: readonly Confirmation[];
}

interface Weighed {
  readonly confirmation: Confirmation;
  /** Why it does not count, if so: the end of a sentence about it. */
  readonly why: string | undefined;
}

/** What nobody may automate, and only a person can do. */
const personal: ReadonlySet<LoginCode> = new Set(['IDP_ONLY_REDIRECT', 'SECOND_FACTOR']);

/** Whether the attempt ended where only a person goes on, with nothing wrong up to there. Pure. */
export function isForPerson({ failure, proofs, milliseconds }: Attempt): boolean {
  if (failure?.stage !== 'login' || !personal.has(failure.code)) return false;
  // Asked for once more after the login: that is no login which only a person can do.
  const isFirst = failure.code === 'IDP_ONLY_REDIRECT' || milliseconds.login === undefined;
  // Older records took an error page of the provider for an arrival there.
  return isFirst && proofs === undefined && (failure.status ?? 200) < 400 && failure.pageId !== 'login-error';
}

/** The confirmations of a login to this application; those that name none are among them, so that it is told. */
export const loginsTo = (application: string, confirmations: readonly Confirmation[]): Confirmation[] =>
  confirmations.filter((each) => each.type === 'application login' && (each.application ?? application) === application);

/** The confirmations of a login to this application, each with why it does not count, if so. Pure. */
export const weigh = (application: string, { confirmations, ...rest }: Said, now: string): readonly Weighed[] =>
  loginsTo(application, confirmations).map((confirmation) => ({ confirmation, why: whyNot(confirmation, rest, now) }));

function whyNot(
  confirmation: Confirmation,
  { release, author, environment, deployedAt }: Omit<Said, 'confirmations'>,
  now: string,
): string | undefined {
  const { confirmedAt, validFrom, expiresAt } = confirmation;
  if (confirmation.application === undefined) return 'it names no application';
  if (release === undefined) return `it is for the release ${confirmation.release}, and this run is of none`;
  if (confirmation.release !== release) return `it is for the release ${confirmation.release}`;
  if (confirmation.environment !== undefined && confirmation.environment !== environment)
    return `it is for the environment ${confirmation.environment}`;
  if (author === undefined) return `the release ${release} names no author, so nobody can tell whether that is another person`;
  const byAuthor = nameOfAuthor(confirmation, author);
  if (byAuthor !== undefined) return `${byAuthor} is the author of the release`;
  if (!saidBy(confirmation, now)) return `it was given only at ${confirmedAt}, after this run began`;
  if (deployedAt === undefined)
    return 'when the deploy began is not known (`--since` tells), so nobody can tell whether it was given after it';
  if (!isLater(confirmedAt, deployedAt)) return `it was given at ${confirmedAt}, before the deploy of ${deployedAt}`;
  if (covers(confirmation, now)) return undefined;
  return isLater(validFrom, now) ? `it is valid only from ${validFrom}` : `it was valid until ${expiresAt}`;
}

const isLater = (at: string, than: string): boolean => Date.parse(at) > Date.parse(than);

/** Who confirmed the login, in facts. */
export const confirmedFacts = (weighed: readonly Weighed[]): Fact[] =>
  counting(weighed).map(({ person, role, expiresAt, statement }) => ({
    name: 'confirmed by a person',
    value: `${person} (${role}), until ${expiresAt}: "${statement}"`,
  }));

/** The confirmations that count. */
export const counting = (weighed: readonly Weighed[]): readonly Confirmation[] =>
  weighed.flatMap(({ confirmation, why }) => (why === undefined ? [confirmation] : []));

/** The gaps with why none of the confirmations closes them, a sentence for each. */
export const withWhyNone = (gaps: readonly Gap[], weighed: readonly Weighed[]): Gap[] => {
  const reasons = weighed.map(({ confirmation: { person }, why = '' }) => ` The confirmation by ${person} does not count: ${why}.`);
  return gaps.map((each) => ({ ...each, reason: `${each.reason}${reasons.join('')}` }));
};

/** All of them, as a table; nothing where there are none. */
export const confirmationsShown = (weighed: readonly Weighed[]): Exhibit[] =>
  weighed.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'Confirmations of a login by hand',
          columns: ['Person', 'Role', 'Confirmed', 'From', 'To', 'Statement', 'Does not count, because'],
          rows: weighed.map(({ confirmation, why = '' }) => [
            confirmation.person,
            confirmation.role,
            confirmation.confirmedAt,
            confirmation.validFrom,
            confirmation.expiresAt,
            confirmation.statement,
            why,
          ]),
        },
      ];

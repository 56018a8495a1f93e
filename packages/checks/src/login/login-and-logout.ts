import { Confirmation, defineCheck, finding, gap, previous } from '@keycloak-release-gate/core';
import type { Application, Exhibit, Fact, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { discoveryAndKeys } from '../oidc/discovery-and-keys.ts';
import { protocol } from '../oidc/protocol.ts';
import { confirmationsShown, confirmedFacts, counting, isForPerson, loginsTo, weigh, withWhyNone } from './by-a-person.ts';
import { codes } from './codes.ts';
import type { LoginCode } from './codes.ts';
import { causeOf } from './events.ts';
import { howLong } from './how-long.ts';
import type { Attempt, Failure, Journey } from './journey.ts';
import { journey } from './journey-look.ts';
import { addressOf } from './next.ts';
import { realmsOf } from './route.ts';
import { sessionLeft } from './session-left.ts';
import { testUser } from './test-user.ts';
import { sessionsAfterFailure, verdictOnLogout } from './verdict-on-logout.ts';

/** What could not be seen, rather than what is wrong: no answer, or a try that was not made for the user's sake. */
const unseen: ReadonlySet<LoginCode> = new Set(['NET', 'DNS', 'WAF_BLOCKED', 'IDP_ONLY_REDIRECT', 'OTP_SEED', 'SECOND_FACTOR']);

const Expected = z.object({
  ends: z.enum(['single-sign-on', 'application']).default('single-sign-on'),
  landsOn: z.string().optional(),
  localSession: z.enum(['server', 'stateless', 'none']).default('server'),
  protectedPath: z.string().optional(),
  /** Who logs in, and the realms in which a session then is. */
  username: z.string().default(''),
  realms: z.array(z.string()).default([]),
  /** The release, and who may not confirm what it changes. */
  release: z.string().optional(),
  author: z.string().optional(),
  environment: z.string().optional(),
  /** When the deploy that is judged began, where that is known: what was confirmed before it was of what was there before. */
  deployedAt: z.iso.datetime({ offset: true }).optional(),
  /** What persons say of a login to this application that only they can do. */
  confirmations: z.array(Confirmation).default([]),
});
type Expected = z.output<typeof Expected>;

/** A person can log in to the application and out of it, and the logout ends what it should. One per application. */
export const loginAndLogout = defineCheck({
  id: 'login/login-and-logout',
  title: 'Log in and out',
  why: 'That people get in is what Keycloak is for, and a logout that ends nothing leaves the next person at the same desk logged in.',
  severity: (application: Application) => (application.severity === 'warning' ? 'warning' : 'blocker'),
  about: (application: Application) => application.id,
  reads: { seen: journey, before: previous(journey) },
  needs: [
    { check: discoveryAndKeys.check, of: ({ realm }) => [realm] },
    { check: protocol.check, of: ({ realm }) => [realm] },
    { check: testUser.check, of: ({ user }) => (user === undefined ? [] : [user]) },
  ],
  expects: Expected,
  expected: ({ environment, release, deploy }, { id, login, url, realm, user = '' }) => {
    if (login.kind !== 'browser') return {};
    const { logout, localSession, protectedPath } = login;
    return {
      ends: logout.ends,
      localSession,
      username: environment.users[user]?.username ?? user,
      realms: [...realmsOf({ realm }, login)],
      ...(logout.landsOn === undefined || url === undefined ? {} : { landsOn: addressOf(new URL(logout.landsOn, url).href) }),
      ...(protectedPath === undefined ? {} : { protectedPath }),
      ...(release === undefined
        ? {}
        : { release: release.id, environment: environment.id, confirmations: loginsTo(id, release.confirmations) }),
      ...(release?.author === undefined ? {} : { author: release.author }),
      ...(deploy?.at === undefined ? {} : { deployedAt: deploy.at }),
    };
  },
  skip: (_run, application) => (application.login.kind === 'service' ? 'Nobody logs in to it: it is a service account.' : undefined),
  judge: ({ seen, before }, expected, { now }) => {
    const judgement = judge(seen, expected, now);
    // How long it took is told, and decides nothing.
    return { ...judgement, exhibits: [...(judgement.exhibits ?? []), ...howLong(seen, before)] };
  },
});

function judge(seen: Journey, expected: Expected, now: string): Judgement {
  const subject = `application/${seen.application}`;
  const last = seen.attempts.at(-1);
  if (last === undefined) return { findings: [] };
  const shown = { facts: factsOf(last), exhibits: exhibitsOf(seen) };
  const left = seen.attempts.some(({ cleanUp }) => cleanUp === 'failed')
    ? [finding(codes.SESSION_LEFT, { subject, message: sessionLeft(expected.username, expected.realms) })]
    : [];
  const flaky = secondTries(seen).map((message) => finding(codes.FLAKY, { subject, message }));
  if (last.failure) {
    const { findings, gaps = [] } = onFailure(subject, last, last.failure, now);
    if (isForPerson(last)) {
      const weighed = weigh(seen.application, expected, now);
      const exhibits = [...confirmationsShown(weighed), ...shown.exhibits];
      if (counting(weighed).length === 0) return { ...shown, exhibits, findings: [...findings, ...left], gaps: withWhyNone(gaps, weighed) };
      const facts = [
        ...confirmedFacts(weighed),
        { name: 'seen by the gate itself', value: messageOf(last, last.failure, now) },
        ...shown.facts,
      ];
      return { facts, exhibits, findings: [...findings, ...flaky, ...left] };
    }
    const known = last.proofs === undefined ? undefined : sessionsAfterFailure(subject, last.proofs, expected);
    return { ...shown, findings: [...findings, ...(known?.findings ?? []), ...left], gaps: [...gaps, ...(known?.gaps ?? [])] };
  }
  const { findings, gaps, proven } = verdictOnLogout(subject, last, expected);
  return {
    ...shown,
    findings: [...findings, ...flaky, ...left],
    gaps,
    facts: [...shown.facts, ...(proven.length > 0 ? [{ name: 'the logout is proven by', value: proven.join('; ') }] : [])],
  };
}

/** What worked only at a second try. */
function secondTries({ attempts }: Journey): string[] {
  const [first] = attempts;
  return [
    ...(attempts.length > 1 && first?.failure ? [`At the first try: ${titleOf(first, first.failure)} (${whereOf(first.failure)}).`] : []),
    ...(attempts.at(-1)?.steps.some(({ did }) => did === 'code again')
      ? ['The first one-time code was refused, and the next one was taken: check the clocks.']
      : []),
  ];
}

function onFailure(subject: string, attempt: Attempt, failure: Failure, now: string): Judgement {
  const code = causeOf(failure, attempt.events);
  const notSeen =
    unseen.has(code) ||
    // A server error in a page that is not Keycloak's own comes from before it.
    (code === 'OP_5XX' && failure.pageId === undefined) ||
    // Known before the try, so nothing was tried.
    (code === 'LOCKED' && failure.stage === 'prepare');
  const message = messageOf(attempt, failure, now);
  return notSeen
    ? { findings: [], gaps: [gap(codes[code], { subject, reason: message })] }
    : { findings: [finding(codes[code], { subject, message })] };
}

/** It stands alone wherever it is read: what it is comes first, then where it was seen. */
function messageOf(attempt: Attempt, failure: Failure, now: string): string {
  const events = attempt.events?.map(({ type, error }) => `${type} ${error}`) ?? [];
  const { bruteForce } = attempt;
  return [
    `${titleOf(attempt, failure)}${refusedAddress(attempt, failure)}. ${stages[failure.stage]}${failure.host === undefined ? '' : `, at ${whereOf(failure)}`}.`,
    failure.detail === undefined ? '' : ` Seen: "${failure.detail}".`,
    failure.title === undefined ? '' : ` The page is titled "${failure.title}".`,
    certificateInWords(failure, now),
    events.length > 0 ? ` The realm recorded: ${[...new Set(events)].join(', ')}.` : '',
    failure.stage === 'prepare' && bruteForce && (bruteForce.disabled || bruteForce.failures > 0)
      ? ` Failed logins on record: ${bruteForce.failures}${bruteForce.disabled ? ', and the user is locked' : ''}.`
      : '',
    failure.stage === 'logout' && attempt.proofs ? ` ${sessionAfter(attempt)}` : '',
  ].join('');
}

/** Which address Keycloak refused, where that is the cause. */
function refusedAddress({ events }: Attempt, failure: Failure): string {
  const list = refusedBy[causeOf(failure, events)];
  if (list === undefined || failure.asked === undefined) return '';
  const { returnTo, clientId } = failure.asked;
  return `: "${returnTo}" is not among the ${list} of ${clientId === undefined ? 'the client' : `client "${clientId}"`}`;
}

/** The lists of a client that an address was not found in. */
const refusedBy: Partial<Readonly<Record<LoginCode, string>>> = {
  REDIRECT_URI: 'valid redirect URIs',
  POST_LOGOUT_URI: 'valid post logout redirect URIs',
};

function certificateInWords({ certificate, host }: Failure, now: string): string {
  if (certificate === undefined) return '';
  const { names, validTo } = certificate;
  const when = Date.parse(validTo) <= Date.parse(now) ? 'expired' : 'expires';
  return ` The certificate of ${host} is for ${names.map((name) => `"${name}"`).join(', ')}, and ${when} on ${validTo}.`;
}

const stages: Readonly<Record<Failure['stage'], string>> = {
  prepare: 'Before the login',
  login: 'At the login',
  witness: 'At the login of the witness',
  logout: 'At the logout',
  proof: 'After the logout',
};

const titleOf = ({ events }: Attempt, failure: Failure): string => codes[causeOf(failure, events)].title;

const whereOf = ({ host = '', path = '', status, pageId }: Failure): string =>
  [`${host}${path}`, ...(status === undefined ? [] : [`HTTP ${status}`]), ...(pageId === undefined ? [] : [`page ${pageId}`])].join(', ');

function sessionAfter({ proofs = {} }: Attempt): string {
  const { sessionList, refresh, silentLogin } = proofs;
  if (sessionList?.session === 'alive' || refresh === 'allowed' || silentLogin?.oldCookies === 'allowed')
    return "Keycloak's session lived on.";
  if (sessionList?.session === 'gone' || refresh === 'refused') return "Keycloak's session did end.";
  return '';
}

function factsOf({ milliseconds: { login, logout }, steps, failure }: Attempt): Fact[] {
  return [
    // The way to another provider, and no further, is no login.
    ...(login === undefined || failure?.code === 'IDP_ONLY_REDIRECT' ? [] : [{ name: 'login', value: login, unit: 'ms' }]),
    ...(logout === undefined ? [] : [{ name: 'logout', value: logout, unit: 'ms' }]),
    ...(steps.some(({ did }) => did === 'consent') ? [{ name: 'consent was asked for and given', value: true }] : []),
    ...(steps.some(({ did }) => did === 'code') ? [{ name: 'a one-time code was asked for and given', value: true }] : []),
  ];
}

function exhibitsOf({ attempts }: Journey): Exhibit[] {
  return attempts.flatMap((attempt, index): Exhibit[] => {
    const nth = attempts.length > 1 ? ` (try ${index + 1})` : '';
    return [
      {
        kind: 'table',
        title: `The way of the browser${nth}`,
        columns: ['ms', 'Page', 'Address', 'HTTP', 'Done there'],
        rows: attempt.steps.map((step) => [
          String(step.at),
          step.page,
          `${step.host}${step.path}`,
          step.status === undefined ? '' : String(step.status),
          step.did ?? '',
        ]),
      },
      ...(attempt.pictures.length === 0
        ? []
        : [
            {
              kind: 'strip' as const,
              title: `The way in pictures${nth}`,
              frames: attempt.pictures.map(({ moment, sha256, at }) => ({
                title: moment,
                at: at === undefined ? '' : `${(at / 1000).toFixed(1)} s`,
                sha256,
                mediaType: 'image/jpeg' as const,
                ...(moment === 'failed' ? { tone: 'bad' as const } : {}),
              })),
            },
          ]),
    ];
  });
}

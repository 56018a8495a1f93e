import { finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { accessInWords, isClosed, sameAccess } from './access.ts';
import { codes } from './codes.ts';
import type { Attempt, Proofs } from './journey.ts';

/** What an application declares of its logout. */
export interface DeclaredLogout {
  readonly ends: 'single-sign-on' | 'application';
  /** An absolute address without query. */
  readonly landsOn?: string | undefined;
  readonly localSession: 'server' | 'stateless' | 'none';
  readonly protectedPath?: string | undefined;
}

interface LogoutVerdict {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  /** What shows that it ended, in words. */
  readonly proven: readonly string[];
}

/** What a logout that came to its end proves: of Keycloak's session, of the application's, and of where it landed. Pure. */
export function verdictOnLogout(subject: string, attempt: Attempt, declared: DeclaredLogout): LogoutVerdict {
  const proofs = attempt.proofs ?? {};
  const keycloak = declared.ends === 'single-sign-on' ? keycloakSession(subject, proofs) : nothing;
  const isAlive = keycloak.findings.length > 0;
  return together([
    { ...nothing, findings: landing(subject, attempt, declared) },
    keycloak,
    // With Keycloak's session alive, an application that shows the user logged in is its consequence.
    isAlive ? nothing : shownOnLanding(subject, proofs),
    applicationSession(subject, proofs, declared),
    isAlive ? nothing : peerSessions(subject, proofs),
  ]);
}

/**
 * What is known of the sessions although the logout did not come to its end: that of the application, and where Keycloak's ended all the
 * same, those of the others. That Keycloak's lives is what such a failure is about. Pure.
 */
export function sessionsAfterFailure(subject: string, proofs: Proofs, declared: DeclaredLogout): LogoutVerdict {
  const ended = keycloakSession(subject, proofs).proven.length > 0;
  return together([
    proofs.replay === undefined ? nothing : applicationSession(subject, proofs, declared),
    ended ? peerSessions(subject, proofs) : nothing,
  ]);
}

const nothing: LogoutVerdict = { findings: [], gaps: [], proven: [] };

const together = (verdicts: readonly LogoutVerdict[]): LogoutVerdict => ({
  findings: verdicts.flatMap(({ findings }) => findings),
  gaps: verdicts.flatMap(({ gaps }) => gaps),
  proven: verdicts.flatMap(({ proven }) => proven),
});

function landing(subject: string, { logout }: Attempt, { landsOn, localSession }: DeclaredLogout): Finding[] {
  if (logout === undefined) return [];
  const { origin, path, status = 200 } = logout;
  const landed = `${origin}${path}`;
  if (landsOn !== undefined && landed !== landsOn)
    return [finding(codes.LOGOUT_LANDING, { subject, message: `The logout ended on ${landed}.`, expected: landsOn, actual: landed })];
  // A page that asks strangers to log in may say so with its status; a page that is made by a script may come with any.
  if (status < 400 || (status < 500 && (localSession === 'none' || [401, 403].includes(status)))) return [];
  return [finding(codes.LANDING_ERROR, { subject, message: `The logout ended on ${landed} with HTTP ${status}.`, actual: status })];
}

/** The page on which the logout ended. */
function shownOnLanding(subject: string, { stillLoggedIn }: Proofs): LogoutVerdict {
  if (stillLoggedIn === undefined) return nothing;
  return stillLoggedIn
    ? {
        ...nothing,
        findings: [finding(codes.LOGGED_IN_AGAIN, { subject, message: 'The page on which the logout ended shows the user logged in.' })],
      }
    : { ...nothing, proven: ['the application shows nobody logged in'] };
}

function keycloakSession(subject: string, { silentLogin, sessionList, refresh }: Proofs): LogoutVerdict {
  const alive = [
    ...(silentLogin?.oldCookies === 'allowed' ? ['the cookies from before the logout still log in silently'] : []),
    ...(sessionList?.session === 'alive' ? ["it is still in the list of the user's sessions"] : []),
    ...(refresh === 'allowed' ? ['a refresh token of it still gives new tokens'] : []),
  ];
  const gone = [
    ...(silentLogin?.oldCookies === 'refused' ? ['the cookies from before the logout no longer log in'] : []),
    ...(sessionList?.session === 'gone' ? ["the session is gone from the user's sessions"] : []),
    ...(refresh === 'refused' ? ['its refresh token is refused'] : []),
  ];
  if (alive.length > 0)
    return {
      ...nothing,
      findings: [finding(codes.OP_SESSION_ALIVE, { subject, message: `Keycloak's session did not end: ${alive.join('; ')}.` })],
    };
  if (silentLogin?.browser === 'allowed') {
    return {
      ...nothing,
      findings: [finding(codes.LOGGED_IN_AGAIN, { subject, message: 'The old session ended, and the browser has a new one already.' })],
    };
  }
  if (gone.length === 0)
    return {
      ...nothing,
      gaps: [
        gap(codes.NOT_PROVEN, {
          subject,
          reason: "Neither the gate's witness nor the list of the user's sessions could be asked whether Keycloak's session ended.",
        }),
      ],
    };
  return { ...nothing, proven: gone };
}

/** The application's own session, by what opens its protected path: the old cookies, or those that the browser still has. */
function applicationSession(subject: string, { replay }: Proofs, declared: DeclaredLogout): LogoutVerdict {
  if (declared.localSession === 'none') return nothing;
  const cookies = declared.localSession === 'stateless' ? "the browser's own cookies" : 'the old cookies';
  if (declared.protectedPath === undefined) {
    // Then Keycloak's session is all there is to prove; where that one is left alone, nothing would be.
    return declared.ends === 'single-sign-on'
      ? { ...nothing, findings: [finding(codes.PATH_NOT_DECLARED, { subject, message: 'No `protectedPath` is declared for it.' })] }
      : notProven(subject, 'No `protectedPath` is declared for it, and its logout leaves Keycloak’s session alone.');
  }
  if (replay === undefined) return notProven(subject, `${declared.protectedPath} gave no answer to the gate.`);
  if (sameAccess(replay.stranger, replay.before)) {
    return {
      ...nothing,
      gaps: [
        gap(codes.PATH_NOT_PROTECTED, {
          subject,
          reason: `${declared.protectedPath} answered a stranger and the logged-in user alike (${accessInWords(replay.before)}).`,
        }),
      ],
    };
  }
  if (sameAccess(replay.after, replay.before)) {
    return {
      ...nothing,
      findings: [
        finding(codes.APP_SESSION_ALIVE, {
          subject,
          message: `After the logout, ${declared.protectedPath} still lets ${cookies} in (${accessInWords(replay.after)}).`,
        }),
      ],
    };
  }
  if (isClosed(replay.after, replay.stranger)) {
    return { ...nothing, proven: [`${declared.protectedPath} no longer lets ${cookies} in`] };
  }
  return notProven(
    subject,
    `${declared.protectedPath} answered ${cookies} neither as before nor as a stranger (${accessInWords(replay.after)}).`,
  );
}

const peerSessions = (subject: string, { peers = [] }: Proofs): LogoutVerdict => together(peers.map((peer) => peerSession(subject, peer)));

/** An application that had to be logged out of as well. */
function peerSession(subject: string, { application, why, access, milliseconds = 0 }: NonNullable<Proofs['peers']>[number]): LogoutVerdict {
  const cannot = (reason: string): LogoutVerdict => ({
    ...nothing,
    gaps: [
      gap(codes.NOT_PROVEN, {
        subject,
        reason: `That "${application}" is logged out of too is not proven: ${reason}.`,
        remedy: `See what the login to "${application}" by itself tells, and its \`protectedPath\`.`,
      }),
    ],
  });
  if (access === undefined) return cannot(why ?? 'it was not logged in to');
  const { stranger, before, after } = access;
  if (sameAccess(stranger, before))
    return cannot(`its protected path answered a stranger and the logged-in user alike (${accessInWords(before)})`);
  if (after === undefined) return cannot('it gave no answer after the logout');
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  if (sameAccess(after, before)) {
    return {
      ...nothing,
      findings: [
        finding(codes.SLO_NOT_PROPAGATED, {
          subject,
          message: `${seconds} after the logout, "${application}" still lets the user in (${accessInWords(after)}).`,
          actual: application,
        }),
      ],
    };
  }
  if (isClosed(after, stranger)) return { ...nothing, proven: [`"${application}" no longer lets the user in, ${seconds} later`] };
  return cannot(`its answer is neither that of before nor a stranger's (${accessInWords(after)})`);
}

const notProven = (subject: string, reason: string): LogoutVerdict => ({ ...nothing, gaps: [gap(codes.NOT_PROVEN, { subject, reason })] });

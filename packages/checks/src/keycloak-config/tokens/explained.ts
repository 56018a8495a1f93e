import { canonicalJson } from '@keycloak-release-gate/core';
import { isList } from '../diff/same.ts';
import type { Upgrade } from '../explained.ts';
import type { ClaimChange } from './claim-changes.ts';
import { mappersOfAssertion } from './documents.ts';

/** Why an upgrade changes a claim by itself. */
interface Explanation {
  /** The release that began to make the change: it explains upgrades that cross it, and no other. */
  readonly since: readonly [major: number, minor: number];
  readonly why: string;
  /** True for just this change, from the value that it starts from. */
  readonly fits: (change: ClaimChange) => boolean;
}

const seen = 'seen when the lab was upgraded from 26.4.0 to 26.7.4';

/** What a claim is told by whose value is drawn anew for each token. */
const drawnAnew = '‹each time another›';

const explanations: readonly Explanation[] = [
  {
    since: [25, 0],
    why: '25 no longer puts session_state into tokens, where sid says the same (seen when a rich realm was upgraded from 24.0.5 to 25.0.6)',
    fits: ({ claim, before, after }) => claim === 'session_state' && before === drawnAnew && after === undefined,
  },
  {
    since: [25, 0],
    why: '25 takes auth_time from the login, which a preview has none of (seen when a rich realm was upgraded from 24.0.5 to 25.0.6)',
    fits: ({ claim, before, after }) => claim === 'auth_time' && before === drawnAnew && after === undefined,
  },
  {
    since: [26, 7],
    why: `26.7 leaves out the address of a user who has none (${seen})`,
    fits: ({ claim, before, after }) => claim === 'address' && after === undefined && canonicalJson(before) === '{}',
  },
  {
    since: [26, 7],
    why: `26.7 grants the scope organization to members of an organization alone (${seen})`,
    fits: ({ claim, before, after }) =>
      claim === 'scope' &&
      isList(before) &&
      isList(after) &&
      canonicalJson(before.filter((scope) => scope !== 'organization')) === canonicalJson(after),
  },
  {
    since: [26, 7],
    why: `26.7 gives the scope AuthnContextClassRef to every SAML client (${seen})`,
    fits: ({ claim, before, after, documents }) =>
      documents.every((document) => document === mappersOfAssertion) &&
      claim === 'AuthnContextClassRef: AuthnContextClassRef' &&
      before === undefined &&
      after === 'saml-authn-context-class-ref-mapper',
  },
];

/** Why an upgrade changes a claim by itself; undefined where it does not. */
export function explainClaim(change: ClaimChange, upgrade: Upgrade | undefined): string | undefined {
  if (!upgrade) return undefined;
  const [from, to] = [rank(upgrade.from), rank(upgrade.to)];
  return explanations.find(({ since: [major, minor], fits }) => from < major * 1_000 + minor && to >= major * 1_000 + minor && fits(change))
    ?.why;
}

function rank(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1_000 + minor;
}

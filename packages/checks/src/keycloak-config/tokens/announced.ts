import type { Application, ExpectedChange } from '@keycloak-release-gate/core';
import type { ClaimChange } from './claim-changes.ts';

/** A claim whose change a release announces; without `claim`, whatever becomes of the application's tokens. */
export interface AnnouncedClaim {
  readonly claim?: string | undefined;
  readonly op?: string | undefined;
  readonly why?: string | undefined;
}

/**
 * What a release announces of an application's tokens. `token/portal` is the client of the environment's first realm, `token/*` every
 * application of it, and `realm/sso/token/portal` names the realm.
 */
export function announcedClaims(
  { realm, clientId }: Application,
  changes: readonly ExpectedChange[],
  realms: readonly string[],
): AnnouncedClaim[] {
  return changes.flatMap((change) => {
    const [, named = realms[0], client] = /^(?:realm\/([^/]+)\/)?token\/(.+)$/.exec(change.object) ?? [];
    if (client === undefined || named !== realm || (client !== '*' && client !== clientId)) return [];
    const { attribute: claim, why, change: { op } = {} } = change;
    return [{ ...(claim === undefined ? {} : { claim }), ...(op === undefined ? {} : { op }), ...(why === undefined ? {} : { why }) }];
  });
}

/** Whether a change is the announced one: of that claim or of one inside it, and in that direction where the release says which. */
export function announcesClaim({ claim, op }: AnnouncedClaim, change: ClaimChange): boolean {
  if (claim !== undefined && change.claim !== claim && !change.claim.startsWith(`${claim}.`)) return false;
  if (op === 'is added') return change.before === undefined;
  return op === 'is removed' ? change.after === undefined : true;
}

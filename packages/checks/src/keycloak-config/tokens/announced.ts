import type { Application, Environment, ExpectedChange, Json } from '@keycloak-release-gate/core';
import { isList, same } from '../diff/same.ts';
import { membersOf } from '../diff/words.ts';
import { valueAt } from '../expected/value-at.ts';
import type { ClaimChange } from './claim-changes.ts';
import { inOneOrder } from './comparable-claims.ts';
import { noSampleUser } from './sample.ts';

/** A claim whose change a release announces; without `claim`, whatever becomes of the application's tokens. */
export interface AnnouncedClaim {
  readonly claim?: string | undefined;
  readonly op?: string | undefined;
  /** What it becomes, or the member that it gains or loses. */
  readonly value?: Json | undefined;
  readonly why?: string | undefined;
}

/** The client whose tokens an announced change is about, and the realm where it is named. */
export const tokensNamed = (object: string): readonly [realm: string | undefined, client: string] | undefined => {
  const [, realm, client] = /^(?:realm\/([^/]+)\/)?token\/(.+)$/s.exec(object) ?? [];
  return client === undefined ? undefined : [realm, client];
};

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
    const [of = realms[0], client] = tokensNamed(change.object) ?? [];
    if (client === undefined || of !== realm || (client !== '*' && client !== clientId)) return [];
    const { attribute: claim, why, change: { op, value } = {} } = change;
    return [
      {
        ...(claim === undefined ? {} : { claim }),
        ...(op === undefined ? {} : { op }),
        ...(value === undefined ? {} : { value }),
        ...(why === undefined ? {} : { why }),
      },
    ];
  });
}

/** Announced changes of tokens that no check looks at: of no application of the environment, or of one that no test user is declared for. */
export function unheldClaims({ keycloak: { realms }, applications }: Environment, changes: readonly ExpectedChange[]): ExpectedChange[] {
  const held = applications.filter((application) => noSampleUser(application) === undefined);
  return changes.filter(
    (change) => tokensNamed(change.object) && held.every((each) => announcedClaims(each, [change], realms).length === 0),
  );
}

/** Whether a change is the announced one: of that claim or of one inside it, and as the release says it. */
export function announcesClaim({ claim, op, value }: AnnouncedClaim, change: ClaimChange): boolean {
  if (claim !== undefined && change.claim !== claim && !change.claim.startsWith(`${claim}.`)) return false;
  const { added, removed } = members(change);
  switch (op) {
    case 'is added':
      return change.before === undefined;
    case 'is removed':
      return change.after === undefined;
    case 'becomes':
      // A value of the user is not told: nobody can say which one it is.
      return (
        isOfUser(change.after) ||
        same(change.after, comparedWith(valueAt(value, change.claim === claim ? undefined : change.claim.slice((claim?.length ?? 0) + 1))))
      );
    case 'adds':
      return added.some((each) => same(each, value));
    case 'removes':
      return removed.some((each) => same(each, value));
    default:
      return true;
  }
}

/** Whether all of a change is announced: of a list, each member that came or went. */
export function isAnnounced(announced: readonly AnnouncedClaim[], change: ClaimChange): boolean {
  const about = announced.filter((each) => announcesClaim(each, change));
  if (about.some(({ op }) => op !== 'adds' && op !== 'removes')) return true;
  const { added, removed } = members(change);
  const isSaid = (wanted: string) => (member: Json) => about.some(({ op, value }) => op === wanted && same(member, value));
  return about.length > 0 && added.every(isSaid('adds')) && removed.every(isSaid('removes'));
}

const members = ({ before = [], after = [] }: ClaimChange): ReturnType<typeof membersOf> =>
  isList(before) && isList(after) ? membersOf(before, after) : { added: [], removed: [] };

const isOfUser = (value: Json | undefined): boolean => typeof value === 'string' && /^‹.+›$/s.test(value);

/** An announced value as claims are compared. */
const comparedWith = (value: Json | undefined): Json | undefined => (isList(value) ? inOneOrder(value) : value);

import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Side } from './side.ts';

/** A realm of one side, and the one of the other that it is compared with. */
export interface RealmPair {
  readonly a: string;
  readonly b: string;
}

export interface Pairs {
  readonly pairs: readonly RealmPair[];
  /** Realms that only one side holds, or that one side could not read. */
  readonly alone: readonly { readonly realm: string; readonly side: 'A' | 'B' }[];
}

/**
 * Which realms are compared: those of the same name, or those that are named (`lab`, or `lab=other`). Throws a ConfigurationError
 * where there is nothing to compare, although both sides were read.
 */
export function realmPairs(a: Side, b: Side, named: readonly string[]): Pairs {
  if (named.length > 0) return { pairs: named.map((each) => namedPair(each, a, b)), alone: [] };
  const [ofA, ofB] = [Object.keys(a.realms), Object.keys(b.realms)];
  const common = ofA.filter((realm) => ofB.includes(realm));
  if (common.length === 0 && ofA.length > 0 && ofB.length > 0)
    throw refused(
      'DIFFERENT_REALMS',
      `There is no realm to compare: A holds ${ofA.join(', ')}, B holds ${ofB.join(', ')}.`,
      `Say which are to be compared: --realm ${ofA[0]}=${ofB[0]}.`,
    );
  return {
    pairs: common.map((realm) => ({ a: realm, b: realm })),
    alone: [
      ...ofA.filter((realm) => !ofB.includes(realm)).map((realm) => ({ realm, side: 'A' as const })),
      ...ofB.filter((realm) => !ofA.includes(realm)).map((realm) => ({ realm, side: 'B' as const })),
    ],
  };
}

function namedPair(named: string, a: Side, b: Side): RealmPair {
  const [ofA = '', ofB = ofA] = named.split('=');
  for (const [side, letter, realm] of [
    [a, 'A', ofA],
    [b, 'B', ofB],
  ] as const)
    if (side.realms[realm] === undefined && side.gaps.length === 0)
      throw refused('UNKNOWN_REALM', `${letter} holds no realm "${realm}".`, `It holds: ${Object.keys(side.realms).join(', ')}.`);
  return { a: ofA, b: ofB };
}

const refused = (code: string, message: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where: '--realm', remedy }]);

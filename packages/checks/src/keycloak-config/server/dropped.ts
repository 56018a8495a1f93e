import type { Upgrade } from '../explained.ts';

/** What Keycloak itself no longer has: it went in one of the versions after the first of these, up to the second. */
interface Dropped {
  readonly after: readonly [major: number, minor: number];
  readonly by: readonly [major: number, minor: number];
  /** Each with why nobody misses it. */
  readonly parts: Readonly<Record<string, string>>;
}

const renamed = 'it has another name now';
const always = 'it is always there now, and no feature any more';
const ended = 'Keycloak no longer offers it';

/** Recorded by `scripts/record-upgrades.ts`: what the plain servers of two versions differ in. */
const dropped: readonly Dropped[] = [
  { after: [24, 0], by: [25, 0], parts: { 'feature/HOSTNAME_V1': ended, 'provider/hostname/default': renamed } },
  {
    after: [25, 0],
    by: [26, 4],
    parts: {
      'feature/ACCOUNT3': renamed,
      'feature/ADMIN2': renamed,
      'feature/JS_ADAPTER': ended,
      'provider/connectionsInfinispan/quarkus': renamed,
      'provider/oauth2-token-exchange/default': renamed,
      'provider/social/instagram': ended,
      'provider/social/openshift-v3': ended,
    },
  },
  {
    after: [26, 4],
    by: [26, 7],
    parts: {
      'feature/ROLLING_UPDATES_V1': always,
      'provider/policy/js': ended,
      'theme/account/base': 'it is only built upon, and no longer offered',
      'theme/admin/base': 'it is only built upon, and no longer offered',
      'theme/email/base': 'it is only built upon, and no longer offered',
      'theme/login/base': 'it is only built upon, and no longer offered',
    },
  },
];

/** By their names, why parts that are gone are Keycloak's own doing in this upgrade. */
export function droppedBy(upgrade: Upgrade | undefined): ReadonlyMap<string, string> {
  if (!upgrade) return new Map();
  const crossed = dropped.filter(({ after, by }) => minorOf(upgrade.from) < order(by) && minorOf(upgrade.to) > order(after));
  return new Map(crossed.flatMap(({ parts }) => Object.entries(parts)));
}

const order = ([major, minor]: readonly [number, number]): number => major * 1000 + minor;

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return order([major, minor]);
}

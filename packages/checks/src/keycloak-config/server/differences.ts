import { compareVersions } from '../../database/version.ts';
import { droppedBy } from './dropped.ts';
import type { Server } from './evidence.ts';
import { nameOf, partsWithout } from './parts.ts';

/** A provider, a theme or a feature that only one of two servers has. */
export interface ServerDifference {
  /** `provider/eventsListener/email`, `theme/login/keycloak`, `feature/PASSKEYS`. */
  readonly part: string;
  readonly kind: 'gone' | 'new';
  /** Why it is no surprise, where it is none. */
  readonly why?: string;
}

/** One server's account of itself, and its version, wherever that is known from. */
export interface ServerSide {
  readonly server: Server;
  readonly version?: string | undefined;
}

/** What two servers differ in, by name. Between two versions, what Keycloak dropped itself and what is new is no surprise. */
export function serverDifferences(before: ServerSide, after: ServerSide): readonly ServerDifference[] {
  const upgrade = before.version === undefined || after.version === undefined ? undefined : { from: before.version, to: after.version };
  const newer = upgrade === undefined ? 0 : compareVersions(upgrade.to, upgrade.from);
  // The older of the two lacks what came since then, and has what was dropped since then.
  const droppedSince = droppedBy(newer < 0 && upgrade ? { from: upgrade.to, to: upgrade.from } : upgrade);
  const why = (part: string, inOlder: boolean): string | undefined => {
    if (newer === 0) return undefined;
    return inOlder ? droppedSince.get(part) : 'the newer version may bring it';
  };
  const told = (part: string, kind: 'gone' | 'new'): ServerDifference => {
    const words = why(part, (kind === 'gone') === newer > 0);
    return { part, kind, ...(words === undefined ? {} : { why: words }) };
  };
  return [
    ...partsWithout(before.server, after.server).map((part) => told(nameOf(part), 'gone')),
    ...partsWithout(after.server, before.server).map((part) => told(nameOf(part), 'new')),
  ].toSorted((a, b) => (a.part < b.part ? -1 : 1));
}

import { canonicalJson, contentHash, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';
import { RealmConfiguration } from './evidence.ts';
import { Server } from './server/evidence.ts';

const SNAPSHOT_SCHEMA = 'keycloak-release-gate/snapshot/1';

const seen = { gaps: z.array(Gap) };

/** What an environment was configured as at some time, as a file: canonical JSON that carries its own hash and what was not seen. */
export const Snapshot = z.object({
  schema: z.literal(SNAPSHOT_SCHEMA),
  environment: z.string(),
  /** When the first of it was read, in ISO 8601. */
  at: z.string(),
  /** The server itself: what it is made of, and its version with where that was told. Absent where it was not looked at. */
  server: z.object({ ...seen, value: Server.optional(), version: z.object({ value: z.string(), from: z.string() }).optional() }).optional(),
  /** By name; without `configuration`, nothing of the realm could be seen. */
  realms: z.record(z.string(), z.object({ ...seen, configuration: RealmConfiguration.optional() })),
  /** The workload's own configuration in Kubernetes. Absent where the environment has none. */
  serverConfiguration: z.object({ ...seen, value: ServerConfiguration.optional() }).optional(),
  /** SHA-256 of the canonical JSON of all of this but the hash. */
  hash: z.string(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** The snapshot with its hash. */
export const sealSnapshot = (contents: Omit<Snapshot, 'hash' | 'schema'>): Snapshot => {
  const whole = { schema: SNAPSHOT_SCHEMA, ...contents } as const;
  return { ...whole, hash: contentHash(canonicalJson(whole)) };
};

/** The hash that its contents have: another one than it carries says that it was edited or cut. */
export const snapshotHash = (snapshot: Snapshot): string => contentHash(canonicalJson({ ...snapshot, hash: undefined }));

/** All that could not be seen. */
export const gapsOfSnapshot = ({ server, realms, serverConfiguration }: Snapshot): readonly z.infer<typeof Gap>[] =>
  [...Object.values(realms), ...(server ? [server] : []), ...(serverConfiguration ? [serverConfiguration] : [])].flatMap(
    ({ gaps }) => gaps,
  );

import { readFileSync } from 'node:fs';
import { Server, ServerConfiguration } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, contentHash, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { configurationOf } from './configuration.ts';
import type { Side } from './side.ts';
import { snapshotSide } from './snapshot-side.ts';

/** The name of the format of a snapshot file. Another number is another format, and is refused. */
const SNAPSHOT_SCHEMA = 'keycloak-release-gate/snapshot/1';

const Head = z.object({
  schema: z.literal(SNAPSHOT_SCHEMA),
  environment: z.string(),
  at: z.iso.datetime({ offset: true }),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
const Configuration = z.unknown().transform((data, context) => {
  try {
    return configurationOf(data);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    context.addIssue({ code: 'custom', message: issueOf(error) });
    return z.NEVER;
  }
});
const Snapshot = Head.extend({
  server: z
    .object({ value: Server.optional(), version: z.object({ value: z.string() }).optional(), gaps: z.array(Gap).default([]) })
    .optional(),
  serverConfiguration: z.object({ value: ServerConfiguration.optional(), gaps: z.array(Gap).default([]) }).optional(),
  realms: z.record(z.string(), z.object({ configuration: Configuration.optional(), gaps: z.array(Gap).default([]) })),
});

/** Reads the file of `verify snapshot`. Throws a ConfigurationError where it was cut, edited, or is of another format. */
export function readSnapshotFile(file: string, place: string): Side {
  const refused = (code: string, message: string, remedy: string): ConfigurationError =>
    new ConfigurationError([{ code, message, where: place, remedy }]);
  const again = 'Take it again: verify snapshot.';
  const text = readFileSync(file, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused('SNAPSHOT_UNREADABLE', `${file} is no JSON, or was cut: ${reason}`, again);
  }
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  if (schema !== SNAPSHOT_SCHEMA)
    throw refused(
      'SNAPSHOT_SCHEMA',
      `The format of ${file} is ${JSON.stringify(schema) ?? 'not told'}; this version reads ${SNAPSHOT_SCHEMA}.`,
      'Name a file of verify snapshot, taken with this version of the gate.',
    );
  const head = Head.safeParse(data);
  if (!head.success) throw refused('SNAPSHOT_MALFORMED', `${file} is no snapshot: ${issueOf(head.error)}`, again);
  if (hashOf(text, data as object, head.data.hash) !== head.data.hash)
    throw refused('SNAPSHOT_EDITED', `${file} does not have the hash that it tells.`, `It was edited or damaged. ${again}`);
  const parsed = Snapshot.safeParse(data);
  if (!parsed.success) throw refused('SNAPSHOT_MALFORMED', `${file} is no snapshot: ${issueOf(parsed.error)}`, again);
  return snapshotSide(parsed.data, `the snapshot of "${parsed.data.environment}" of ${parsed.data.at}`);
}

/** The hash of all but the hash. A file that is written canonically is hashed as it is; any other is written canonically first. */
function hashOf(text: string, data: object, told: string): string {
  const rest = contentHash(text.trimEnd().replace(`"hash":"${told}",`, ''));
  if (rest === told) return rest;
  return contentHash(canonicalJson({ ...data, hash: undefined }));
}

const issueOf = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return `${issue?.path.join('.')}: ${issue?.message}`;
};

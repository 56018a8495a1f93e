import type { Json } from '@keycloak-release-gate/core';
import { z } from 'zod';

/**
 * The kinds of objects that the server's own configuration is made of, as it stands in Kubernetes. An object's key is its kind and
 * its name; `workload` is one alone:
 * - `workload`: what the Deployment or StatefulSet says of all its pods;
 * - `container/<name>`, `init-container/<name>`, and `sidecar/<name>`, an init container that stays; `init-container-order` ranks these;
 * - `volume/<name>`;
 * - `config-map/<name>`: those that the pod template names;
 * - `service/<name>` and `ingress/<name>`: those that lead to the pods.
 */
export const serverKinds = [
  'workload',
  'container',
  'init-container',
  'init-container-order',
  'sidecar',
  'volume',
  'config-map',
  'service',
  'ingress',
] as const;
export type ServerKind = (typeof serverKinds)[number];

/** A secret that stands in plain text where it should be a reference. */
export interface PlainSecret {
  readonly object: string;
  /** The path inside the object: `env.KC_DB_PASSWORD`. */
  readonly attribute: string;
}

/** The server's own configuration: each object normalised, under its kind and name. */
export interface ServerConfiguration {
  readonly workload: { readonly kind: 'Deployment' | 'StatefulSet'; readonly namespace: string; readonly name: string };
  readonly exists: boolean;
  /** The name of the container that runs Keycloak. */
  readonly container: string;
  readonly objects: Readonly<Record<string, Json>>;
  /** What could not be read: of such a kind nothing was removed and nothing added, as nobody knows. */
  readonly unreadable: readonly { readonly kind: ServerKind; readonly what: string; readonly needs: string }[];
  readonly plainSecrets: readonly PlainSecret[];
}
export const ServerConfiguration: z.ZodType<ServerConfiguration> = z.object({
  workload: z.object({ kind: z.enum(['Deployment', 'StatefulSet']), namespace: z.string(), name: z.string() }),
  exists: z.boolean(),
  container: z.string(),
  objects: z.record(z.string(), z.json()),
  unreadable: z.array(z.object({ kind: z.enum(serverKinds), what: z.string(), needs: z.string() })),
  plainSecrets: z.array(z.object({ object: z.string(), attribute: z.string() })),
});

const kinds: ReadonlySet<string> = new Set(serverKinds);

/** True for an object of the server's own configuration, by its key: `container/keycloak`. */
export const isOfServer = (object: string): boolean => kinds.has(object.split('/', 1)[0] ?? object);

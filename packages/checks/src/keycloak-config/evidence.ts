import type { Json } from '@keycloak-release-gate/core';
import { z } from 'zod';

/**
 * The kinds of objects that a realm's configuration is made of. An object's key is its kind and its name, such as
 * `client/portal`; a kind without names (`realm`, `events`) is the key itself. The parts of a name:
 * - `client-role/<client>:<role>`, `identity-provider-mapper/<provider>:<mapper>`;
 * - `group/<path>`, without the slash that it begins with;
 * - `component/<last word of the provider type>[/<parent>][/<sub-type>]/<name>`: `component/KeyProvider/rsa-generated`,
 *   `component/LDAPStorageMapper/corporate/email`, `component/ClientRegistrationPolicy/anonymous/Trusted Hosts`;
 * - `key/<algorithm>:<use>:<provider>`;
 * - `flow/<alias>`: subflows are flows of their own; `order` is the rank of the members of `executions`;
 * - `service-account/<client>` and `authorization/<client>` belong to that client.
 */
export const kinds = [
  'realm',
  'events',
  'default-groups',
  'client',
  'client-role',
  'role',
  'service-account',
  'authorization',
  'client-scope',
  'scopes-of-new-clients',
  'group',
  'flow',
  'required-action',
  'required-action-order',
  'identity-provider',
  'identity-provider-mapper',
  'component',
  'key',
  'user-profile',
  'client-policies',
  'client-profiles',
  'organization',
  'localization',
] as const;

export type Kind = (typeof kinds)[number];

/** What could not be read, or not as a whole: of such a kind nothing was removed and nothing added, as nobody knows. */
export interface Unreadable {
  readonly kind: Kind;
  readonly what: string;
  /** The role that would make it readable. */
  readonly needs: string;
}

/** A realm's configuration: each object normalised, under its kind and name, such as `client/portal`. */
export interface RealmConfiguration {
  readonly realm: string;
  readonly exists: boolean;
  readonly objects: Readonly<Record<string, Json>>;
  /** The server's own ids, to tell an object that was deleted and made anew; of a `key/…` its kid, and under `key/…#certificate` its hash. */
  readonly ids: Readonly<Record<string, string>>;
  /** Keys that several objects share: nothing was picked, all of them stand there as a list, and none has an id. */
  readonly ambiguous: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

export const RealmConfiguration: z.ZodType<RealmConfiguration> = z.object({
  realm: z.string(),
  exists: z.boolean(),
  objects: z.record(z.string(), z.json()),
  ids: z.record(z.string(), z.string()),
  ambiguous: z.array(z.string()).default([]),
  unreadable: z.array(z.object({ kind: z.enum(kinds), what: z.string(), needs: z.string() })).default([]),
});

/** The kind of an object by its key. */
export const kindOf = (object: string): string => object.split('/', 1)[0] ?? object;

/** False for an object of which the realm's reader did not see all of its kind: that it is not there proves nothing. */
export const wasRead = ({ unreadable }: Pick<RealmConfiguration, 'unreadable'>, object: string): boolean =>
  unreadable.every(({ kind }) => kind !== kindOf(object));

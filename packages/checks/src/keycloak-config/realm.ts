import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { AdminFailure, adminApi } from './admin-api.ts';
import { readRealm } from './read-realm.ts';

/** The configuration of one realm, by the names that people know its objects by. */
export const RealmConfiguration = z.object({
  realm: z.string(),
  exists: z.boolean(),
  /**
   * `realm`, `client/<client id>`, `client-role/<client id>:<name>`, `client-scope/<name>`, `role/<name>`, each as it is
   * compared: without ids, sets in one order, and of a secret only whether there is one.
   */
  objects: z.record(z.string(), z.record(z.string(), z.json())),
  /** The server's own id of each object: it tells an object that was deleted and made again. */
  ids: z.record(z.string(), z.string()),
});
export type RealmConfiguration = z.infer<typeof RealmConfiguration>;

/** The settings, clients, client scopes and roles of a realm, read with the least rights that show them. */
export const realmConfiguration = defineCollector({
  id: 'keycloak-config/realm',
  version: 1,
  title: 'The configuration of a realm',
  evidence: RealmConfiguration,
  // A realm with thousands of clients is a normal thing.
  timeout: 180_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context): Promise<Collected<RealmConfiguration>> => {
    try {
      return await readRealm(adminApi(context, realm), realm, context.run.environment.gate.admin.clientId);
    } catch (error) {
      if (error instanceof AdminFailure) return { gaps: [error.gap] };
      throw error;
    }
  },
});

import { adminApi, createRichRealm, openStage, parseKeycloakVersion, provideTools } from '@keycloak-release-gate/lab';
import type { AdminRequest } from '@keycloak-release-gate/lab';
import { createReader } from '../snapshot/reader.ts';

/** A Keycloak on a database of its own. */
export interface Server {
  readonly version: string;
  readonly url: string;
  readonly admin: AdminRequest;
  /** Makes a realm with something of everything in it, and a reader. */
  richRealm(name: string): Promise<void>;
  end(): Promise<void>;
}

export async function openServer(version: string): Promise<Server> {
  const signal = AbortSignal.timeout(2_400_000);
  const parsed = parseKeycloakVersion(version);
  if (!parsed) throw new Error(`${version} is no version.`);
  const tools = await provideTools(() => undefined, signal);
  const stage = await openStage(tools, signal);
  try {
    await stage.emptyDatabase();
    const node = await stage.start(version);
    const admin = adminApi(() => node.url, stage.administrator, signal);
    return {
      version,
      url: node.url,
      admin,
      richRealm: async (name) => {
        await createRichRealm(admin, name, parsed);
        await createReader(admin, name);
      },
      end: async () => {
        await node.end();
        await stage.dispose();
      },
    };
  } catch (error) {
    await stage.dispose();
    throw error;
  }
}

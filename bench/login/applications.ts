import { randomBytes } from 'node:crypto';
import { startNodeProcess } from '../../packages/lab/src/applications/node-process.ts';
import type { Lab } from '../../packages/lab/src/index.ts';
import { labRealmName } from '../../packages/lab/src/realm/index.ts';

/** One of many applications that are alike, with a client and a test user of its own. */
export interface BenchApplication {
  readonly id: string;
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

export interface BenchApplications {
  readonly all: readonly BenchApplication[];
  stop(): Promise<void>;
}

/** Where they listen: an address each, as cookies ignore ports, and below those that the kernel gives away. */
const port = 8_099;

/** Makes clients and users in the lab's realm, and starts an express application for each in a process of their own. */
export async function startApplications(lab: Lab, count: number, directory: string, signal: AbortSignal): Promise<BenchApplications> {
  const own = await startNodeProcess(directory, signal);
  // Its process does not keep us alive while it is waited for.
  const awake = setInterval(() => undefined, 60_000);
  const stop = async (): Promise<void> => {
    clearInterval(awake);
    await own.stop();
  };
  const network = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
  const all: BenchApplication[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const id = `bench-${index}`;
      const address = `${network}.${index + 1}`;
      const url = `http://${address}:${port}`;
      const application = { id, url, clientId: id, username: `${id}-user`, password: randomBytes(12).toString('hex') };
      const clientSecret = randomBytes(16).toString('hex');
      await register(lab, application, clientSecret);
      await own.start(
        { kind: 'express', options: { logout: 'provider', publicHome: 'link' } },
        { address, port, url, issuer: `${lab.state.publicUrl}/realms/${labRealmName}`, clientId: id, clientSecret, directory, signal },
      );
      all.push(application);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { all, stop };
}

async function register(lab: Lab, { id, url, clientId, username, password }: BenchApplication, secret: string): Promise<void> {
  const realm = `/realms/${labRealmName}`;
  await lab.keycloakAdmin(`${realm}/clients`, {
    method: 'POST',
    body: {
      clientId,
      secret,
      redirectUris: [`${url}/callback`],
      attributes: { 'post.logout.redirect.uris': `${url}/signed-out` },
    },
  });
  await lab.keycloakAdmin(`${realm}/users`, {
    method: 'POST',
    body: {
      username,
      enabled: true,
      email: `${id}@lab.example`,
      emailVerified: true,
      firstName: 'Test',
      lastName: id,
      credentials: [{ type: 'password', value: password, temporary: false }],
    },
  });
}

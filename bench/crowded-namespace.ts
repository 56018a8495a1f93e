import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const Kubeconfig = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.string(), 'certificate-authority': z.string() }) })]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

/** An API server that may be filled for a while: the address, the CA's file and the token of a lab's administrator. */
export interface Server {
  readonly server: string;
  readonly caFile: string;
  readonly token: string;
}

/** Reads a kubeconfig as the lab writes it: JSON, with one cluster and one user. */
export function readKubeconfig(path: string): Server {
  const { clusters, users } = Kubeconfig.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { server, 'certificate-authority': caFile } = clusters[0].cluster;
  return { server, caFile, token: users[0].user.token };
}

const Pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) })) });

/**
 * Runs something in a namespace of its own that holds a Deployment `keycloak` of so many pods, which no node ever gets, and
 * so many events about them. The namespace is removed again, whatever happens.
 */
export async function inCrowdedNamespace(
  at: Server,
  pods: number,
  events: number,
  use: (namespace: string) => Promise<void>,
): Promise<void> {
  const namespace = `gate-bench-${process.pid}`;
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca: readFileSync(at.caFile) });
  const call = async (method: string, path: string, body?: object): Promise<unknown> => ask(at, agent, method, path, body);
  const inside = `/api/v1/namespaces/${namespace}`;
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  try {
    await call('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, deployment(pods));
    const made = async () => Pods.parse(await call('GET', `${inside}/pods`)).items;
    let there = await made();
    while (there.length < pods) {
      await pause(500);
      there = await made();
    }
    await Promise.all(
      Array.from({ length: events }, async (_, index) => {
        const { name, uid } = there[index % there.length]?.metadata ?? { name: '', uid: '' };
        return call('POST', `${inside}/events`, event(namespace, index, name, uid));
      }),
    );
    await use(namespace);
  } finally {
    await call('DELETE', `/api/v1/namespaces/${namespace}`);
    agent.destroy();
  }
}

function deployment(replicas: number): object {
  const labels = { app: 'keycloak' };
  return {
    metadata: { name: 'keycloak', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          schedulingGates: [{ name: 'example.org/bench' }],
          automountServiceAccountToken: false,
          containers: [{ name: 'keycloak', image: 'keycloak:0.0.0' }],
        },
      },
    },
  };
}

function event(namespace: string, index: number, name: string, uid: string): object {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    metadata: { name: `bench-${index}`, namespace },
    involvedObject: { kind: 'Pod', namespace, name, uid, apiVersion: 'v1' },
    type: index % 10 === 0 ? 'Warning' : 'Normal',
    reason: index % 10 === 0 ? 'FailedMount' : 'Pulling',
    message: `The event ${index} of a crowded namespace.`,
    source: { component: 'kubelet' },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}

/** Resolves with the answer's JSON; throws where the server refuses. */
async function ask({ server, token }: Server, agent: Agent, method: string, path: string, body?: object): Promise<unknown> {
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(`${server}${path}`, { agent, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const said = Buffer.concat(chunks).toString('utf8');
        if ((answer.statusCode ?? 0) < 300) resolve(said);
        else reject(new Error(`${method} ${path}: ${answer.statusCode ?? 0} ${said.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
  const answer: unknown = JSON.parse(text);
  return answer;
}

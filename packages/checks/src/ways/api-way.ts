import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { asGate } from '../as-gate.ts';
import { ApiFailure } from '../kubernetes/api-failure.ts';
import { connectionOf } from '../kubernetes/connect.ts';
import type { Access } from '../kubernetes/connect.ts';
import { apiCodes } from './code-of-step.ts';
import { failedStep } from './failed-step.ts';
import type { FailedStep } from './failed-step.ts';
import { issuerAt } from './issuer.ts';
import { shownProxy } from './proxy.ts';
import { gapOfStep } from './way.ts';
import type { Way } from './way.ts';

/** Milliseconds for the head of an answer. */
const patience = 8_000;

/** How the gate comes to the API server, by the connection of a real look. That it refuses a credential is not of the way. */
export async function apiWay(access: Access): Promise<Way> {
  const { signal } = access;
  const client = 'API server';
  const connection = await connectionOf(access).catch((error: unknown) => {
    if (error instanceof ApiFailure) return error;
    throw error;
  });
  if (connection instanceof ApiFailure) {
    const { server, kubeconfig = '' } = access.run.environment.kubernetes ?? {};
    return { client, to: server ?? kubeconfig, gaps: [connection.gap] };
  }
  const { server, agent, headers, proxy: named, trusts, form } = connection;
  const way = {
    client,
    to: new URL(server).origin,
    ...(named === undefined ? {} : { proxy: shownProxy(named) }),
    ...(server.startsWith('https:') ? { trusts } : {}),
  } as const;
  try {
    await new Promise<void>((resolve, reject) => {
      const ask = server.startsWith('https:') ? httpsRequest : httpRequest;
      const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const asked = ask(`${server}/version`, { agent, headers: { ...asGate, ...headers }, signal: limited }, (answer) => {
        answer.resume();
        answer.on('end', resolve).on('error', reject);
      });
      asked.on('error', reject);
      asked.end();
    });
    return { ...way, gaps: [] };
  } catch (error) {
    signal.throwIfAborted();
    const failed = failedStep(error, named !== undefined);
    const issuer = failed.step === 'untrusted' ? await issuerAt(server, named, signal) : undefined;
    return { ...way, gaps: [gapOfStep(apiCodes, failed.step, way, failed, { issuer, remedy: remedies[form][failed.step] })] };
  }
}

const proxyOfKubeconfig = '`proxy-url` of the cluster in the kubeconfig (HTTPS_PROXY does not count there)';
const proxyOfVariables = 'NODE_USE_ENV_PROXY=1 with HTTPS_PROXY';

/** What to do, by what the environment declares: the kubeconfig and the variables each have their own names for it. */
const remedies: Readonly<Record<'kubeconfig' | 'token', Partial<Record<FailedStep, string>>>> = {
  kubeconfig: {
    'name unknown': `Correct \`server\` of the cluster in the kubeconfig, or name the proxy that knows it: ${proxyOfKubeconfig}.`,
    'no connection': `Open the way from this machine to there (VPN, firewall), or name a proxy: ${proxyOfKubeconfig}.`,
    'proxy unreached': 'Correct `proxy-url` of the cluster in the kubeconfig.',
    untrusted: 'Name its authority as `certificate-authority` (or `certificate-authority-data`) of the cluster in the kubeconfig.',
  },
  token: {
    'name unknown': `Correct \`kubernetes.server\`, or name the proxy that knows it: ${proxyOfVariables}.`,
    'no connection': `Open the way from this machine to there (VPN, firewall), or name a proxy: ${proxyOfVariables}.`,
    'proxy unreached': 'Correct the variable that names the proxy, or exempt the host in NO_PROXY.',
    untrusted: 'Name the file of its authority (PEM) as `kubernetes.caFile` in the environment.',
  },
};

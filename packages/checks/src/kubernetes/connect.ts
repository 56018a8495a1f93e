import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { gap, gapCodes } from '@keycloak-release-gate/core';
import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import { agentFor, proxyOfNode } from '../node-agent.ts';
import type { NamedProxy } from '../ways/proxy.ts';
import { authoritiesOfNode } from '../ways/authorities.ts';
import { accessCodes } from './access-codes.ts';
import { ApiFailure } from './api-failure.ts';
import { kubernetesApi } from './api.ts';
import type { Connection, KubernetesApi } from './api.ts';
import { expiryOfCertificate, expiryOfToken } from './credential-expiry.ts';
import { clusterProblem, expandHome, firstLine, readKubeconfig } from './kubeconfig.ts';
import { credentialOfCommand } from './login-command.ts';

type Kubernetes = NonNullable<Environment['kubernetes']>;
export type Access = Pick<CollectContext<unknown>, 'run' | 'signal' | 'secret' | 'conceal' | 'shared'>;

/** A connection, with what it stands on: how the server is come to, and whose certificate it may show. */
export interface DeclaredConnection extends Connection {
  readonly form: 'kubeconfig' | 'token';
  readonly proxy?: NamedProxy;
  /** The authorities that count, in words. */
  readonly trusts: string;
}

/** The declared cluster of the run's environment. Throws an ApiFailure (a gap) where none is declared. */
export function declaredKubernetes(environment: Environment): Kubernetes {
  if (environment.kubernetes) return environment.kubernetes;
  throw new ApiFailure(
    gap(gapCodes.NOT_DECLARED, { subject: 'kubernetes', reason: `The environment ${environment.id} declares no \`kubernetes\`.` }),
  );
}

/**
 * The API of the environment's cluster, in its namespace or in another one, connected once a run. From a server with a token nothing but Node is loaded; a kubeconfig
 * is read by the Kubernetes client. Throws an ApiFailure that says what is wrong with the declaration.
 */
export async function connectToKubernetes(access: Access, namespace?: string): Promise<KubernetesApi> {
  const { namespace: own } = declaredKubernetes(access.run.environment);
  return kubernetesApi(await connectionOf(access), namespace ?? own, access.signal);
}

/** The connection to the environment's cluster, made once a run. Throws an ApiFailure where there can be none. */
export async function connectionOf(access: Access): Promise<DeclaredConnection> {
  const declared = declaredKubernetes(access.run.environment);
  const connection = await access.shared(
    'kubernetes/connection',
    async () =>
      (declared.server === undefined ? fromKubeconfig(declared, access) : fromToken(declared.server, declared, access)).catch(loginFailed),
    async (made) => (made instanceof ApiFailure ? undefined : made.agent.destroy()),
  );
  if (connection instanceof ApiFailure) throw connection;
  return connection;
}

/** A login command that failed is kept as an answer: what waited for a person once is not run again by every look. */
function loginFailed(error: unknown): ApiFailure {
  if (error instanceof ApiFailure && error.gap.code === accessCodes.LOGIN_COMMAND_FAILED.code) return error;
  throw error;
}

async function fromToken(server: string, declared: Kubernetes, { secret }: Access): Promise<DeclaredConnection> {
  const wrong = await clusterProblem(declared);
  if (wrong) throw unusable(wrong.problem);
  const ca = declared.caFile === undefined ? undefined : await readFile(expandHome(declared.caFile), 'utf8');
  const headers = declared.token === undefined ? {} : { authorization: `Bearer ${secret(declared.token)}` };
  const expiry = expiryOfToken(headers.authorization);
  const proxy = proxyOfNode(server);
  return {
    form: 'token',
    server,
    agent: agentFor(server, proxy, { keepAlive: true, ...(ca === undefined ? {} : { ca }) }),
    headers,
    trusts: ca === undefined ? authoritiesOfNode() : `${declared.caFile} (\`kubernetes.caFile\`)`,
    ...(proxy === undefined ? {} : { proxy }),
    ...(expiry ? { expiry } : {}),
  };
}

async function fromKubeconfig(declared: Kubernetes, { signal, conceal }: Access): Promise<DeclaredConnection> {
  if (declared.kubeconfig === undefined)
    throw new ApiFailure(
      gap(gapCodes.NOT_DECLARED, {
        subject: 'kubernetes',
        reason: 'The environment names neither a `kubeconfig` nor a `server` to reach its cluster by.',
      }),
    );
  const read = await readKubeconfig(declared.kubeconfig, declared.context);
  if ('problem' in read) throw unusable(read.problem);
  const { path, context: name, config, cluster, user } = read;
  if (user.exec !== undefined && user.exec !== null) {
    const exec: unknown = user.exec;
    const credential = await credentialOfCommand(exec, signal);
    if (credential.token !== undefined) conceal(credential.token);
    config.loadFromClusterAndUser(cluster, { ...user, exec: undefined, ...credential });
  }
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw unusable(`${path}, context "${name}": ${firstLine(error)}`);
  }
  const { agent, headers } = options;
  const basic = typeof options.auth === 'string' ? { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` } : {};
  if (agent === undefined || typeof agent === 'boolean')
    throw unusable(`${path}, context "${name}": no way to connect to ${cluster.server}.`);
  const sent = { ...plainHeaders(headers), ...basic };
  const { cert } = options;
  const expiry =
    expiryOfToken(sent['authorization']) ?? (typeof cert === 'string' || Buffer.isBuffer(cert) ? expiryOfCertificate(cert) : undefined);
  return {
    form: 'kubeconfig',
    server: cluster.server.replace(/\/$/, ''),
    agent,
    headers: sent,
    trusts: cluster.caFile || cluster.caData ? `the authority of the cluster "${cluster.name}" in ${path}` : authoritiesOfNode(),
    ...(cluster.proxyUrl ? { proxy: { address: cluster.proxyUrl, by: `proxy-url in ${path}` } } : {}),
    ...(expiry ? { expiry } : {}),
  };
}

function plainHeaders(headers: RequestOptions['headers']): Record<string, string> {
  if (headers === undefined || Array.isArray(headers)) return {};
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

const unusable = (reason: string): ApiFailure => new ApiFailure(gap(accessCodes.KUBECONFIG_UNUSABLE, { subject: 'kubernetes', reason }));

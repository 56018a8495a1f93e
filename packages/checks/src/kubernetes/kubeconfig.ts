import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';

/** A kubeconfig that names a cluster to go to and a user to be. */
export interface UsableKubeconfig {
  readonly path: string;
  readonly context: string;
  readonly config: KubeConfig;
  readonly cluster: Cluster;
  readonly user: User;
}

/** Why a kubeconfig is none that can be used; `asked` and `known` where another name would do. */
export interface UnusableKubeconfig {
  readonly problem: string;
  readonly asked?: string;
  readonly known?: readonly string[];
}

/** Reads a kubeconfig; nothing is asked over the network, and no login command is run. */
export async function readKubeconfig(file: string, wanted: string | undefined): Promise<UsableKubeconfig | UnusableKubeconfig> {
  const path = expandHome(file);
  const unreadable = await whyUnreadable(path);
  if (unreadable !== undefined) return { problem: `the kubeconfig cannot be read: ${unreadable}` };
  if ((await readFile(path, 'utf8')).trim() === '') return { problem: `${path} is empty.` };
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromFile(path);
  } catch (error) {
    // The parser's message may quote the file, and the file holds credentials: only the first line, and never the text itself.
    return { problem: `${path} is not a valid kubeconfig: ${firstLine(error)}` };
  }
  const known = config.getContexts().map((other) => other.name);
  if (known.length === 0) return { problem: `${path} is not a kubeconfig, or an empty one: it names no context.` };
  const context = wanted ?? config.getCurrentContext();
  if (!context) return { problem: `${path} has no current context, and the environment names none; it has ${known.join(', ')}.`, known };
  const found = config.getContextObject(context);
  if (!found) return { problem: `${path} has no context "${context}"; it has ${known.join(', ')}.`, asked: context, known };
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  const missing = (what: string, name: string) => ({
    problem: `The context "${context}" in ${path} names the ${what} "${name}", which is not there.`,
  });
  if (!cluster) return missing('cluster', found.cluster);
  if (!user) return missing('user', found.user);
  // The gate believes nobody who cannot prove who he is. Of an address without TLS nothing is said by it.
  if (cluster.skipTLSVerify && cluster.server.startsWith('https:'))
    return {
      problem: `The cluster "${cluster.name}" in ${path} has \`insecure-skip-tls-verify\`: whoever answers would be believed. Name its \`certificate-authority\` instead.`,
    };
  if (cluster.caData && !hasCertificate(Buffer.from(cluster.caData, 'base64').toString('latin1')))
    return { problem: `The certificate-authority-data of the cluster "${cluster.name}" in ${path} holds no certificate.` };
  for (const named of [cluster.caFile, user.certFile, user.keyFile]) {
    const why = named ? await whyUnreadable(named) : undefined;
    if (why !== undefined) return { problem: `The context "${context}" in ${path} names a file that cannot be read: ${why}` };
  }
  return { path, context, config, cluster, user };
}

/**
 * What is wrong with a declared way into a cluster, before anybody goes it: a file that is missing, a name that is not there.
 * Undefined where nothing is.
 */
export async function clusterProblem(declared: {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly server?: string | undefined;
  readonly caFile?: string | undefined;
}): Promise<UnusableKubeconfig | undefined> {
  if (declared.server === undefined) {
    const read = declared.kubeconfig === undefined ? undefined : await readKubeconfig(declared.kubeconfig, declared.context);
    return read && 'problem' in read ? read : undefined;
  }
  if (declared.caFile === undefined) return undefined;
  const path = expandHome(declared.caFile);
  const why = await whyUnreadable(path);
  if (why !== undefined) return { problem: `\`caFile\` cannot be read: ${why}` };
  return hasCertificate(await readFile(path, 'latin1')) ? undefined : { problem: `\`caFile\` (${path}) holds no certificate in PEM form.` };
}

const hasCertificate = (text: string): boolean => text.includes('-----BEGIN CERTIFICATE-----');

/** Why a file cannot be read, in words; undefined where it can. */
async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    await readFile(path);
    return undefined;
  } catch (error) {
    return firstLine(error);
  }
}

/** The first line of an error's message. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';

/** `~/.kube/config` as the path that it stands for. */
export const expandHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../lab/lab-error.ts';
import { startRecordedProcess } from '../processes/recorded-process.ts';
import type { KeycloakBuild } from './build.ts';
import { prepareNode } from './image-runtime.ts';
import { managementPort } from './version.ts';

/** A Keycloak outside Kubernetes, for as long as it takes to prepare a database. */
export interface SingleNode {
  readonly url: string;
  stop(): Promise<void>;
}

export interface SingleNodeWanted {
  readonly java: string;
  readonly build: KeycloakBuild;
  readonly address: string;
  readonly directory: string;
  readonly records: string;
  /** What `start` is given beside the lab's own options. */
  readonly arguments?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const readyWithin = 180_000;

/** Starts one node and resolves when it is ready; rejects with the end of its log when it ends before. */
export async function startSingleNode(wanted: SingleNodeWanted): Promise<SingleNode> {
  const { java, build, address, directory, records, env, signal } = wanted;
  await mkdir(directory, { recursive: true });
  const args = ['start', '--optimized', '--http-enabled=true', '--hostname-strict=false', ...(wanted.arguments ?? [])];
  const prepared = await prepareNode(java, build, { command: [], args, env, address, podName: 'keycloak', directory });
  const logFile = join(directory, 'keycloak.log');
  const log = await open(logFile, 'a');
  const started = startRecordedProcess({ name: 'keycloak', ...prepared, stdio: ['ignore', log.fd, log.fd], records });
  await Promise.allSettled([started]);
  await log.close();
  const node = await started;
  const stop = async (): Promise<void> => void (await node.stop(15_000));
  const deadline = Date.now() + readyWithin;
  try {
    for (;;) {
      signal.throwIfAborted();
      if (node.child.exitCode !== null || node.child.signalCode !== null || Date.now() > deadline) {
        const end = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-10).join('\n');
        throw new LabError(`Keycloak ${build.version.text} did not become ready:\n${end}\n`, 'See what its log says.');
      }
      if (await isReady(`http://${address}:${managementPort(build.version)}/health/ready`, signal))
        return { url: `http://${address}:8080`, stop };
      await delay(200, undefined, { signal });
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    // Nobody listens there yet, or not quickly enough.
    if (!signal.aborted) return false;
    throw error;
  }
}

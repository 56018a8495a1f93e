import { access, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hasCode } from '../lab/lab-error.ts';
import type { Pod } from '../kubernetes-api/objects.ts';
import { rfc3339Nano } from './go-text.ts';
import { readContainerLog } from './read-container-log.ts';
import type { LogOptions } from './read-container-log.ts';
import { selfSignedCertificate } from '../certificate/self-signed-certificate.ts';

/** The log of one run, as the kubelet finds it. */
export interface LogOfRun {
  readonly containerId: string;
  readonly file: string;
  readonly running: () => boolean;
}

/** What the log server asks of the kubelet. */
export interface LogSource {
  pod(namespace: string, name: string): Pod | undefined;
  /** The run that a request means, or why there is none, in the kubelet's words. */
  run(pod: Pod, container: string, previous: boolean): LogOfRun | { readonly refusal: string };
  /** A file whose content makes reads fail: a LogFault. */
  readonly faultFile: string;
  complain(what: string, error: unknown): void;
}

/** The kubelet's port, which claims the address block for this lab as long as the kubelet lives. */
export const kubeletPort = 10250;

/** Serves `GET /containerLogs/{namespace}/{pod}/{container}` over HTTPS; rejects when the address is taken. */
export async function serveLogs(address: string, source: LogSource): Promise<Server> {
  const server = createServer(selfSignedCertificate('lab-kubelet', address), (request, response) => {
    answer(request, response, source).catch((error: unknown) => {
      // A reader that went away in the middle of a log is no error of ours.
      if (!hasCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) {
        source.complain(`log request ${request.url ?? ''}`, error);
      }
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(kubeletPort, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, source: LogSource): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://kubelet');
  const refuse = (status: number, text: string): void => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
  };
  if (url.pathname === '/healthz') {
    refuse(200, 'ok');
    return;
  }
  const [, route, namespace = '', podName = '', container = ''] = url.pathname.split('/').map(decodeURIComponent);
  if (route !== 'containerLogs' || request.method !== 'GET') {
    refuse(404, '404 page not found');
    return;
  }
  const fault = (await readFile(source.faultFile, 'utf8').catch(() => '')).trim();
  if (fault === 'unreachable') {
    response.destroy();
    return;
  }
  const options = logOptions(url.searchParams);
  if (options === undefined) {
    refuse(422, '{"message": "Invalid request."}');
    return;
  }
  const pod = source.pod(namespace, podName);
  if (pod === undefined) {
    refuse(404, `pod "${podName}" does not exist`);
    return;
  }
  const specified = [...(pod.spec.initContainers ?? []), ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])];
  if (!specified.some(({ name }) => name === container)) {
    refuse(404, `container "${container}" not found in pod "${podName}"`);
    return;
  }
  const run = source.run(pod, container, url.searchParams.get('previous') === 'true');
  if ('refusal' in run) {
    refuse(400, run.refusal);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  // A kubelet sends its header before it looks at the file: what fails from here on is told in the body of a 200.
  response.flushHeaders();
  const isThere = await access(run.file).then(
    () => true,
    () => false,
  );
  if (fault === 'unretrievable' || !isThere) {
    response.end(`unable to retrieve container logs for ${run.containerId}`);
    return;
  }
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const log = readContainerLog(run.file, options, run.running, gone.signal);
  if (fault === 'cut') {
    await cutOff(log, response);
    return;
  }
  await pipeline(Readable.from(log), response);
}

/** Breaks the connection in the middle of a line. */
async function cutOff(log: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  for await (const chunk of log) {
    await new Promise((resolve) => response.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), resolve));
    break;
  }
  response.destroy();
}

/** The options of a request, or undefined when they are not valid [core validation ValidatePodLogOptions]. */
function logOptions(query: URLSearchParams): LogOptions | undefined {
  const number = (key: string, least: number): number | undefined => {
    const value = query.get(key);
    if (value === null || value === '') return undefined;
    const parsed = Number(value);
    return Number.isInteger(parsed) && parsed >= least ? parsed : NaN;
  };
  const tailLines = number('tailLines', 0);
  const limitBytes = number('limitBytes', 1);
  const sinceSeconds = number('sinceSeconds', 1);
  const sinceTime = query.get('sinceTime');
  const sinceAt = sinceSeconds === undefined ? Date.parse(sinceTime ?? '') : Date.now() - sinceSeconds * 1000;
  const wantsSince = sinceSeconds !== undefined || sinceTime !== null;
  if ([tailLines, limitBytes, sinceSeconds].some(Number.isNaN)) return undefined;
  if ((wantsSince && Number.isNaN(sinceAt)) || (sinceSeconds !== undefined && sinceTime !== null)) return undefined;
  return {
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(wantsSince ? { since: rfc3339Nano(new Date(sinceAt)) } : {}),
    timestamps: query.get('timestamps') === 'true',
    follow: query.get('follow') === 'true',
  };
}

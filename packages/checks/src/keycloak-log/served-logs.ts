import { Agent, createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { kubernetesApi } from '../kubernetes/api.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';

/** An API server that answers requests for logs as a test says; the connection to it is real. */
export interface ServedLogs {
  readonly api: KubernetesApi;
  /** What was asked for, without the questions for the last line. */
  readonly asked: readonly URLSearchParams[];
  /** What is answered from now on. */
  answer: RequestListener;
  /** The same for the question for the last line, which comes before each log. */
  lastLine: RequestListener;
  close(): Promise<void>;
}

export async function serveLogs(): Promise<ServedLogs> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const query = queryOf(request);
    if (query.get('tailLines') === '1') {
      served.lastLine(request, response);
      return;
    }
    asked.push(query);
    served.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const agent = new Agent({ keepAlive: true });
  const served: ServedLogs = {
    api: kubernetesApi({ server: url, agent, headers: {} }, 'sso', new AbortController().signal),
    asked,
    answer: answerOf(204, ''),
    lastLine: answerOf(204, ''),
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}

/** The query of a request. */
export const queryOf = ({ url }: { readonly url?: string | undefined }): URLSearchParams => new URL(url ?? '', 'http://x').searchParams;

/** The same answer whatever is asked. */
export const answerOf =
  (status: number, text: string): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(text);
  };

/** The API's own word that something is not to be had. */
export const refusal = (status: number, message: string): RequestListener =>
  answerOf(status, JSON.stringify({ kind: 'Status', code: status, message }));

/** Hands a log out as a kubelet does: what is not before `sinceTime`. */
export const logOf =
  (lines: () => readonly string[]): RequestListener =>
  (request, response) => {
    const since = queryOf(request).get('sinceTime');
    const from = since === null ? 0 : Date.parse(since);
    response.end(
      lines()
        .filter((line) => Date.parse(line.slice(0, line.indexOf(' '))) >= from)
        .map((line) => `${line}\n`)
        .join(''),
    );
  };

/** A line as the kubelet hands it out, of a second of one minute. */
export const stampedLine = (second: number, text: string, nanos = '000000000'): string =>
  `2026-11-23T21:00:${String(second).padStart(2, '0')}.${nanos}Z ${text}`;

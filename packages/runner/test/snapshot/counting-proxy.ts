import { createServer, request as ask } from 'node:http';

/** A server in front of Keycloak that counts what is asked of its admin API. */
export interface CountingProxy {
  readonly url: string;
  /** The paths that were asked for since it was last called. */
  asked(): readonly string[];
  /** How many tokens were asked for since it was last called. */
  tokens(): number;
  close(): void;
}

/** With `delay`, each request is passed on after so many milliseconds. */
export async function countingProxy(target: string, { delay = 0 }: { readonly delay?: number } = {}): Promise<CountingProxy> {
  let paths: string[] = [];
  let tokens = 0;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (path.startsWith('/admin/')) paths.push(path);
    if (path.endsWith('/protocol/openid-connect/token')) tokens += 1;
    const { host: _host, ...headers } = incoming.headers;
    const onward = ask(`${target}${path}`, { method: incoming.method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    setTimeout(() => incoming.pipe(onward), delay);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: () => {
      const asked = paths;
      paths = [];
      return asked;
    },
    tokens: () => {
      const count = tokens;
      tokens = 0;
      return count;
    },
    close: () => void server.close(),
  };
}

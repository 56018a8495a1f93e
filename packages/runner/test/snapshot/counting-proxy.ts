import { createServer, request as ask } from 'node:http';

/** A server in front of Keycloak that counts what is asked of its admin API. */
export interface CountingProxy {
  readonly url: string;
  /** The paths that were asked for since it was last called. */
  asked(): readonly string[];
  close(): void;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  let paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (path.startsWith('/admin/')) paths.push(path);
    const { host: _host, ...headers } = incoming.headers;
    const onward = ask(`${target}${path}`, { method: incoming.method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
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
    close: () => void server.close(),
  };
}

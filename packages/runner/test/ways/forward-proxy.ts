import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { listening } from './listening.ts';

/** A forward proxy that makes tunnels, as a company's does. Every host is this machine. */
export interface ForwardProxy {
  readonly port: number;
  /** What it was asked for since it was last called: host and port, and the credentials that came with it. */
  asked(): readonly string[];
  /** Answers every wish for a tunnel with this status from now on; without one, makes them. */
  refuse(status?: number): void;
  close(): void;
}

export async function startForwardProxy(): Promise<ForwardProxy> {
  let asked: string[] = [];
  let refused: number | undefined;
  const open = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', (socket) => void open.add(socket));
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    const credentials = /^Basic (.*)$/.exec(headers['proxy-authorization'] ?? '')?.[1];
    asked.push(`${url}${credentials === undefined ? '' : ` as ${Buffer.from(credentials, 'base64').toString()}`}`);
    socket.on('error', () => undefined);
    if (refused !== undefined && !(refused === 407 && credentials !== undefined)) {
      socket.end(`HTTP/1.1 ${refused} No\r\nProxy-Authenticate: Basic realm="company"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    open.add(onward);
    onward.on('error', () => socket.destroy());
  });
  return {
    port: await listening(server),
    asked() {
      const all = asked;
      asked = [];
      return all;
    },
    refuse(status) {
      refused = status;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/* The entry of a process in which applications that are written for Node run: it serves what it is told to, and ends with its parent. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Served } from './express.ts';
import type { NodeProgramAnswer, NodeProgramOrder, NodeProgramSettings } from './node-process.ts';

const served = new Map<string, readonly Pick<Server, 'close' | 'closeAllConnections'>[]>();

async function programOf(settings: NodeProgramSettings): Promise<Served> {
  switch (settings.program.kind) {
    case 'express':
      return (await import('./express.ts')).expressApplication(settings, settings.program.options);
    case 'single-page':
      return { listener: (await import('./single-page.ts')).singlePageApplication(settings) };
    case 'service':
      return { listener: (await import('./service.ts')).serviceApplication(settings) };
  }
}

async function start(settings: NodeProgramSettings): Promise<void> {
  const { listener, beside = [] } = await programOf(settings);
  const server = createServer(listener);
  server.listen(settings.port, settings.address);
  await once(server, 'listening');
  served.set(settings.url, [server, ...beside]);
}

function stop(url: string): void {
  for (const server of served.get(url) ?? []) {
    server.close();
    server.closeAllConnections();
  }
  served.delete(url);
}

async function obey(order: NodeProgramOrder): Promise<NodeProgramAnswer> {
  const url = 'start' in order ? order.start.url : order.stop;
  try {
    if ('start' in order) await start(order.start);
    else stop(order.stop);
    return { url, done: true };
  } catch (error) {
    return { url, done: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

process.once('disconnect', () => process.exit(0));
// Sent by our own parent, `startNodeProcess`.
process.on('message', (order) => void obey(order as NodeProgramOrder).then((answer) => process.send?.(answer)));

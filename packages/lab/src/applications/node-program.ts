/* The entry of every application that is written for Node: it waits for its settings, serves, and ends with its parent. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { NodeProgramAnswer, NodeProgramSettings } from './node-process.ts';

async function listener(settings: NodeProgramSettings): Promise<RequestListener> {
  switch (settings.program.kind) {
    case 'express':
      return (await import('./express.ts')).expressApplication(settings, settings.program.options);
    case 'single-page':
      return (await import('./single-page.ts')).singlePageApplication(settings);
    case 'service':
      return (await import('./service.ts')).serviceApplication(settings);
  }
}

const answer = (message: NodeProgramAnswer): void => void process.send?.(message);

async function main(): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  // Sent by our own parent, `startNodeApplication`.
  const [settings] = (await once(process, 'message')) as [NodeProgramSettings];
  try {
    const server = createServer(await listener(settings));
    server.listen(settings.port, settings.address);
    await once(server, 'listening');
    answer({ ready: true });
  } catch (error) {
    answer({ ready: false, reason: error instanceof Error ? error.message : String(error) });
  }
}

await main();

import type { Fault } from './fault.ts';
import { startAfresh } from './workload.ts';

export const databaseStopped: Fault = {
  id: 'database-stopped',
  title: 'The database server is down',
  inject: async (lab) => void (await lab.control('database.stop', {})),
  heal: async (lab, signal) => {
    await lab.control('database.start', {});
    // What they logged meanwhile stays, and rows of nodes that left could not be removed.
    await startAfresh(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'database/UNREACHABLE', exitCode: 3, mayAlso: [], domains: ['database'] },
};

import type { Fault } from './fault.ts';
import { replaceTroubledPods } from './pod-log.ts';
import { rolledOut } from './workload.ts';

export const databaseStopped: Fault = {
  id: 'database-stopped',
  title: 'The database server is down',
  inject: async (lab) => void (await lab.control('database.stop', {})),
  heal: async (lab, signal) => {
    await lab.control('database.start', {});
    await replaceTroubledPods(lab, signal);
    await rolledOut(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'database/UNREACHABLE', exitCode: 3, mayAlso: [], domains: ['database'] },
};

import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationKilled: Fault = {
  id: 'application-killed',
  title: "An application's process was killed",
  inject: async (lab, signal) => {
    await lab.control('application.kill', { id: 'totp' });
    await until(
      'the application is gone',
      async () => (await lab.control('status', {})).applications.some(({ id, pid }) => id === 'totp' && pid === undefined),
      signal,
      20_000,
    );
  },
  heal: async (lab) => void (await lab.control('application.start', { id: 'totp' })),
  // Nobody answers: whether people could log in cannot be seen.
  expect: { suite: 'post-deploy', cause: 'login/NET', exitCode: 3, mayAlso: [], domains: [journeyOf('totp')] },
};

import type { Fault } from './fault.ts';
import { addressOf } from './realm.ts';

const name = 'certificate-expired';

export const certificateExpired: Fault = {
  id: name,
  title: 'The certificate of the public address has expired',
  inject: async (lab, signal) => {
    // The lab speaks plain HTTP: the front door leads to a server that does not, as an application's does in another fault.
    await lab.control('application.start', { id: 'themed', change: { trouble: 'certificate-expired' } });
    const to = (await fetch(addressOf(lab, 'themed'), { redirect: 'manual', signal })).headers.get('location') ?? '';
    await lab.control('balancer.rule', { name, rule: { about: ['/realms/lab/.well-known/'], does: { kind: 'redirect', to } } });
  },
  heal: async (lab) => {
    await lab.control('balancer.rule', { name, rule: null });
    await lab.control('application.start', { id: 'themed', change: { trouble: null } });
  },
  expect: { suite: 'post-deploy', cause: 'oidc/CERTIFICATE', exitCode: 3, mayAlso: [], domains: ['oidc/discovery-and-keys'] },
};

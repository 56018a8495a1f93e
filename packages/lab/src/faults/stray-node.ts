import type { Fault } from './fault.ts';

const address = 'fault-stray-node';

export const strayNode: Fault = {
  id: 'stray-node',
  title: 'Another Keycloak, which is not of this workload, has entered itself in the database',
  inject: async (lab, signal) =>
    void (await lab.sql(
      `INSERT INTO jgroups_ping (address, name, cluster_name, ip, coord) VALUES ($1, 'keycloak-of-somebody-else', 'ISPN', '10.1.2.3:7800', true)`,
      [address],
      signal,
    )),
  heal: async (lab, signal) => void (await lab.sql('DELETE FROM jgroups_ping WHERE address = $1', [address], signal)),
  expect: {
    suite: 'health',
    cause: 'database/MEMBER_UNKNOWN',
    exitCode: 1,
    mayAlso: ['database/CLUSTER_SPLIT'],
    domains: ['database/cluster-members'],
  },
};

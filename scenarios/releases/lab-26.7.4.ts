import { defineRelease } from '@keycloak-release-gate/core';

export default defineRelease({
  id: 'lab-26.7.4',
  title: 'Keycloak 26.7.4 in the lab',
  description: 'Upgrades the Keycloak core from 26.4.0 to 26.7.4. No change of the configuration.',
  environments: ['lab'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'The upgrade adds 45 change sets to the database schema, which 26.4.0 does not know.' },
  impact: 'All applications of realm lab: sessions end when the pods restart, and everybody logs in again.',
  parties: ['The owners of the lab applications'],
  author: 'release engineer',
  confirmations: [
    {
      type: 'stand-by engineer',
      release: 'lab-26.7.4',
      person: 'DevOps engineer of the lab',
      role: 'DevOps',
      statement: 'I am on stand-by to restore the database.',
      confirmedAt: '2026-01-01T00:00:00Z',
      validFrom: '2026-01-01T00:00:00Z',
      expiresAt: '2099-01-01T00:00:00Z',
    },
    {
      type: 'on the call',
      release: 'lab-26.7.4',
      person: 'DevOps engineer of the lab',
      role: 'DevOps',
      statement: 'I am on the call.',
      confirmedAt: '2026-01-01T00:00:00Z',
      validFrom: '2026-01-01T00:00:00Z',
      expiresAt: '2099-01-01T00:00:00Z',
    },
  ],
});

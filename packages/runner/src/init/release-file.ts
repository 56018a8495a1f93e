import { literal } from '../release/new/file-text.ts';
import { prefixOf } from './found.ts';
import type { Found, ScenarioFile } from './found.ts';

/**
 * What the gate needs is itself a change of the policy, and ships as the first release: a reader and a witness in Keycloak, test users, a
 * role in the database, a Role in Kubernetes. Nothing is deployed, and going back is removing them again. Without an author the file is
 * refused until one is written into it: nobody could tell whether somebody else confirms.
 */
export function prerequisitesFile(found: Found, author: string | undefined): ScenarioFile {
  const { clientId, realm } = found.gate;
  const [first] = found.realms;
  const of = first?.realm ?? realm;
  const runs = literal(found.version ?? '0.0.0');
  const variables = `variables of ${prefixOf(found.id)}`;
  const text = `import { defineRelease } from '@keycloak-release-gate/core';

// The first release by this policy: what the gate itself needs (docs/adopting.md). Nothing is deployed: both versions are the one that runs.
export default defineRelease({
  id: 'release-gate-prerequisites',
  title: 'What the release gate needs',
  description:
    ${literal(`A client that reads the configuration (${clientId} in ${realm}), a client that witnesses logouts (${clientId}-witness in ${of}), test users without roles, a read-only role in the database and a read-only Role in Kubernetes. Their secrets stand in the ${variables}.`)},
  environments: [${literal(found.id)}],
  keycloak: { from: ${runs}, to: ${runs} },${found.version === undefined ? ' // It did not tell its version: write it here.' : ''}
  deploys: false,
  // None: what the gate needs was there before pre-release could see it, and post-deploy would miss a change that is announced here.
  // Announce what is changed after pre-release.
  expectedChanges: [],
  rollback: { plan: 'A', reason: 'The clients, the test users and the roles are removed again; nobody else uses them.' },
  impact: 'None for users: nothing that is there is changed, and Keycloak is not restarted.',
  parties: ['The owners of the applications that are logged in to'],
  author: ${literal(author ?? '')},${author === undefined ? ' // Write here who makes the change: somebody else confirms it.' : ''}
});
`;
  return { path: 'releases/release-gate-prerequisites.ts', text };
}

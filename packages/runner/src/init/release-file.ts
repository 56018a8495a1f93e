import { literal } from '../release/new/file-text.ts';
import { prefixOf } from './found.ts';
import type { Found, ScenarioFile } from './found.ts';

/**
 * What the gate needs is itself a change of the policy, and ships as the first release: a reader and a witness in Keycloak, test users, a
 * role in the database, a Role in Kubernetes, and their secrets. Nothing is deployed, and going back is removing each of them again. Without
 * an author the file is refused until one is written into it: nobody could tell whether somebody else confirms.
 */
export function prerequisitesFile(found: Found, testUsers: readonly string[], author: string | undefined): ScenarioFile {
  const runs = literal(found.version ?? '0.0.0');
  const things = prerequisites(found, testUsers);
  const text = `import { defineRelease } from '@keycloak-release-gate/core';

// The first release by this policy: what the gate itself needs (docs/adopting.md). Nothing is deployed: both versions are the one that runs.
export default defineRelease({
  id: 'release-gate-prerequisites',
  title: 'What the release gate needs',
  description:
    ${literal(`What the release gate looks by: ${things.map(({ made }) => made).join('; ')}.`)},
  environments: [${literal(found.id)}],
  keycloak: { from: ${runs}, to: ${runs} },${found.version === undefined ? ' // It did not tell its version: write it here.' : ''}
  deploys: false,
  // None: what the gate needs was there before pre-release could see it, and post-deploy would miss a change that is announced here.
  // Announce what is changed after pre-release.
  expectedChanges: [],
  rollback: {
    plan: 'A',
    reason:
      ${literal(`Each is removed again, and nobody else uses any of them: ${things.map(({ removed }) => removed).join('; ')}.`)},
  },
  impact: 'None for users: nothing that is there is changed, and Keycloak is not restarted.',
  parties: ['The owners of the applications that are logged in to'],
  author: ${literal(author ?? '')},${author === undefined ? ' // Write here who makes the change: somebody else confirms it.' : ''}
});
`;
  return { path: 'releases/release-gate-prerequisites.ts', text };
}

/** Each thing that the gate needs, as it is made by the steps A to C of the guide and as it is taken away again. */
function prerequisites(
  { id, gate, realms }: Found,
  testUsers: readonly string[],
): readonly { readonly made: string; readonly removed: string }[] {
  const witnessed = realms[0]?.realm ?? gate.realm;
  const prefix = prefixOf(id);
  const users = testUsers.length > 0 ? testUsers.join(', ') : 'one for each application that people log in to';
  return [
    {
      made: `the client ${gate.clientId} of ${gate.realm}, whose service account may read the configuration`,
      removed: `delete the client ${gate.clientId} of ${gate.realm}, and its service account with it`,
    },
    {
      made: `the client ${gate.clientId}-witness of ${witnessed}, which witnesses logouts`,
      removed: `delete the client ${gate.clientId}-witness of ${witnessed}`,
    },
    { made: `test users without roles (${users})`, removed: `delete the test users (${users})` },
    { made: 'a role in the database that may only read', removed: 'DROP OWNED BY and DROP ROLE of the role in the database' },
    {
      made: 'a ServiceAccount and a Role in Kubernetes that may only read',
      removed: 'kubectl delete -f packages/checks/kubernetes-role.yaml',
    },
    { made: `their secrets, as ${prefix}… where CI keeps its own`, removed: `remove the secrets ${prefix}… from CI` },
  ];
}

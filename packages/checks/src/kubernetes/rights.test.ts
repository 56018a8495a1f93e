import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kinds } from './api.ts';
import { backupRights, excessRights, rights, rightsFor } from './rights.ts';
import { roleManifest } from './role-manifest.ts';

/** Every verb on every resource that the manifest gives, by the kind of its Role. */
function granted(manifest: string, kind: 'Role' | 'ClusterRole', name: string): string[] {
  const document = manifest.split(/^---$/m).find((each) => each.includes(`\nkind: ${kind}\nmetadata:\n  name: ${name}\n`)) ?? '';
  const list = (text = ''): string[] => text.split(',').map((each) => each.trim().replaceAll("'", ''));
  return [...document.matchAll(/apiGroups: \[(.*)\]\n\s+resources: \[(.*)\]\n\s+verbs: \[(.*)\]/g)]
    .flatMap(([, groups, resources, verbs]) =>
      list(groups).flatMap((group) => list(resources).flatMap((resource) => list(verbs).map((verb) => `${verb} ${resource} (${group})`))),
    )
    .toSorted();
}

const ofScope = (scope: string): string[] =>
  rights
    .filter((right) => right.scope === scope)
    .map(({ verb, resource, group }) => `${verb} ${resource} (${group})`)
    .toSorted();

it('gives in the shipped Role what the looks need, and no more', () => {
  const shipped = readFileSync(new URL('../../kubernetes-role.yaml', import.meta.url), 'utf8');
  expect(shipped).toBe(roleManifest());
  expect(granted(shipped, 'Role', 'keycloak-release-gate')).toEqual(ofScope('namespace'));
  expect(granted(shipped, 'ClusterRole', 'keycloak-release-gate-nodes')).toEqual(ofScope('cluster'));
  expect(granted(shipped, 'Role', 'keycloak-release-gate-backups')).toEqual(
    Object.values(backupRights)
      .flat()
      .map(({ verb, resource, group }) => `${verb} ${resource} (${group})`)
      .toSorted(),
  );
});

it('covers everything that is read through the API, and nothing else', () => {
  const read = Object.entries(kinds).map(([resource, { group, scope }]) => `${resource} (${group}) in the ${scope}`);
  const given = [...rights, ...Object.values(backupRights).flat()].map(
    ({ resource, group, scope }) => `${resource} (${group}) in the ${scope}`,
  );
  expect([...new Set(given)].toSorted()).toEqual([...read, 'pods/log () in the namespace'].toSorted());
  expect(rightsFor({ nodes: false }).map(({ resource }) => resource)).not.toContain('nodes');
  expect(rightsFor({})).toEqual(rights);
});

it('needs nothing that it would call too wide, and never a Secret', () => {
  expect(rights.filter(({ verb, resource }) => excessRights.some((wide) => wide.verb === verb && wide.resource === resource))).toEqual([]);
  expect(rights.map(({ resource }) => resource)).not.toContain('secrets');
});

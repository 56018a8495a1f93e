import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gateRoleFile } from '../manifests/apply-lab.ts';
import { gateServiceAccount, labNamespace } from '../manifests/names.ts';
import { manifestDocuments } from './apply.ts';

test('the documents of the shipped Role are told apart', () => {
  const documents = manifestDocuments(readFileSync(gateRoleFile, 'utf8'));
  expect(documents.map(({ header }) => header)).toEqual([
    { kind: 'ServiceAccount', name: gateServiceAccount, namespace: labNamespace },
    { kind: 'Role', name: gateServiceAccount, namespace: labNamespace },
    { kind: 'RoleBinding', name: gateServiceAccount, namespace: labNamespace },
    { kind: 'ClusterRole', name: `${gateServiceAccount}-nodes` },
    { kind: 'ClusterRoleBinding', name: `${gateServiceAccount}-nodes` },
    { kind: 'Role', name: `${gateServiceAccount}-backups`, namespace: labNamespace },
    { kind: 'RoleBinding', name: `${gateServiceAccount}-backups`, namespace: labNamespace },
  ]);
  expect(documents[1]?.body).not.toContain('secrets');
});

test('a document that cannot be placed is refused', () => {
  expect(() => manifestDocuments('kind: Unknown\nmetadata:\n  name: x\n')).toThrow('kind "Unknown" and name "x"');
  expect(() => manifestDocuments('kind: Role\nmetadata:\n  labels: {name: x}\n')).toThrow('kind "Role" and name ""');
});

import { gap } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { NotOffered } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { codes } from '../codes.ts';
import { organizations } from './organizations.ts';
import type { Representation } from './representation.ts';
import type { Source } from './source.ts';

const ministry = { id: 'o1', name: 'Ministry', alias: 'ministry', enabled: true };
const lists = '?briefRepresentation=false&subGroupsCount=true';
/** As 26.7.4 gives them: below the first level without roles. */
const answers: Readonly<Record<string, unknown>> = {
  [`/organizations/o1/groups${lists}`]: [
    {
      id: 'g1',
      name: 'guides',
      path: '/guides',
      parentId: 'root',
      subGroupCount: 1,
      subGroups: [],
      attributes: {},
      realmRoles: ['member'],
    },
  ],
  [`/organizations/o1/groups/g1/children${lists}`]: [
    { id: 'g2', name: 'chief', path: '/guides/chief', parentId: 'g1', subGroupCount: 0, subGroups: [] },
  ],
  '/organizations/o1/groups/g2': {
    id: 'g2',
    name: 'chief',
    path: '/guides/chief',
    parentId: 'g1',
    subGroups: [],
    realmRoles: ['manager'],
    clientRoles: { portal: ['owner'] },
  },
};
const answer = async (path: string): Promise<unknown> => {
  if (answers[path] === undefined) throw new NotOffered(gap(codes.NOT_KEYCLOAK, { subject: 'realm/rich', reason: 'HTTP 404.' }));
  return Promise.resolve(answers[path]);
};
const api: AdminApi = { get: answer, list: async (path) => (await answer(path)) as readonly Representation[], granted: () => undefined };

async function kept(all: readonly Representation[]): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const source: Pick<Source, 'api' | 'each' | 'keep' | 'organizations'> = {
    api,
    each: async (_what, items, work) => Promise.all(items.map(work)),
    keep: (kind, name, representation) => void found.push([kind, name, representation['groups']]),
    organizations: async () => Promise.resolve(all),
  };
  await organizations.read(source as Source);
  return found;
}

test('the groups of an organization give roles, at every depth', async () =>
  expect(await kept([ministry])).toEqual([
    [
      'organization',
      'ministry',
      {
        guides: { id: 'g1', name: 'guides', attributes: {}, realmRoles: ['member'] },
        'guides/chief': { id: 'g2', name: 'chief', realmRoles: ['manager'], clientRoles: { portal: ['owner'] } },
      },
    ],
  ]));

test('before 26.7 there are none', async () => expect(await kept([{ id: 'o2', name: 'Other' }])).toEqual([['organization', 'Other', {}]]));

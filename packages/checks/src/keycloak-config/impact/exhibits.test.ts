import { expect, test } from 'vitest';
import { impactExhibits } from './exhibits.ts';
import { impactOf } from './index.ts';
import type { Change } from './index.ts';
import { smallRealm } from './small-realm.ts';

const applications = [
  { id: 'portal', title: 'The portal', clientId: 'portal', people: true },
  { id: 'phone', clientId: 'phone', people: true },
];
const exhibits = (...changes: readonly Change[]) => impactExhibits(impactOf(changes, smallRealm, smallRealm, applications));

test('who is touched, by application, and a drawing of the ways', () =>
  expect(
    exhibits(
      { object: 'client-scope/email', attribute: 'description' },
      { object: 'client-scope/reports' },
      { object: 'client-scope/unused' },
      { object: 'client-role/realm-management:manage-users', attribute: 'composites' },
    ),
  ).toEqual([
    {
      kind: 'table',
      topic: 'impact',
      title: 'Who is touched',
      columns: ['Application', 'When', 'By'],
      rows: [
        ['The portal', 'always', 'client-scope/email: description → default of 2 clients'],
        ['The portal', 'members of helpdesk', 'client-role/realm-management:manage-users: composites → given by group/helpdesk'],
        ['phone', 'when it asks for the scope', 'client-scope/reports → optional in 1 client'],
        ['phone', 'members of helpdesk', 'client-role/realm-management:manage-users: composites → given by group/helpdesk'],
        ['Clients that no application stands for', '', 'realm-management, wiki'],
        ['Administrators', 'critical', 'client-role/realm-management:manage-users: composites'],
        ['Nobody', '', 'client-scope/unused: no client has this scope'],
      ],
    },
    {
      kind: 'graph',
      topic: 'impact',
      title: 'How changes reach applications',
      nodes: [
        { id: 'client-scope/email: description', label: 'client-scope/email: description' },
        { id: 'default of 2 clients', label: 'default of 2 clients' },
        { id: 'application/portal', label: 'The portal', tone: 'warn' },
        { id: 'client-role/realm-management:manage-users: composites', label: 'client-role/realm-management:manage-users: composites' },
        { id: 'given by group/helpdesk', label: 'given by group/helpdesk' },
        { id: 'client-scope/reports', label: 'client-scope/reports' },
        { id: 'optional in 1 client', label: 'optional in 1 client' },
        { id: 'application/phone', label: 'phone', tone: 'warn' },
        { id: 'administrators', label: 'Administrators', tone: 'bad' },
      ],
      edges: [
        { from: 'client-scope/email: description', to: 'default of 2 clients' },
        { from: 'default of 2 clients', to: 'application/portal' },
        { from: 'client-role/realm-management:manage-users: composites', to: 'given by group/helpdesk' },
        { from: 'given by group/helpdesk', to: 'application/portal' },
        { from: 'client-scope/reports', to: 'optional in 1 client' },
        { from: 'optional in 1 client', to: 'application/phone' },
        { from: 'given by group/helpdesk', to: 'application/phone' },
        { from: 'client-role/realm-management:manage-users: composites', to: 'administrators' },
      ],
    },
  ]));

test('where nothing changed nothing is shown', () => expect(exhibits()).toEqual([]));

test('many changes make no drawing that nobody can read, and a list of every way is cut with a word', () => {
  const changes = Array.from({ length: 90 }, (_, index) => ({ object: `unknown-${index}/x` }));
  const [table, graph] = exhibits(...changes);
  expect(table?.kind === 'table' && table.rows.filter(([name]) => name === 'phone')).toHaveLength(7);
  expect(table?.kind === 'table' && table.rows.at(-1)).toEqual(['phone', '', 'and 84 more ways']);
  expect(graph).toMatchObject({ kind: 'graph', title: 'How changes reach applications (a part; the table has all)' });
  expect(graph?.kind === 'graph' && graph.nodes.length).toBeLessThanOrEqual(36);
});

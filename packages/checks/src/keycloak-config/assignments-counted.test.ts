import { expect, it } from 'vitest';
import { assignmentsCounted } from './assignments-counted.ts';

it('tells how many objects have users on them, and no user', () => {
  const now = { roleHolders: { a: 3, b: 1 }, groupMembers: { g: 8 }, consents: {}, offlineSessions: {}, linkedUsers: { 'r/partner': 1 } };
  expect(assignmentsCounted.check.judge({ now }, {}, { now: '' })).toEqual({
    findings: [],
    facts: [
      { name: 'roles held by users', value: 2 },
      { name: 'groups with members', value: 1 },
      { name: 'clients with consents', value: 0 },
      { name: 'clients with offline sessions', value: 0 },
      { name: 'identity providers with linked users', value: 1 },
    ],
  });
});

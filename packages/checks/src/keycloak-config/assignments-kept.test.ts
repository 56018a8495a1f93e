import { expect, it } from 'vitest';
import type { Assignments } from '../database/assignments.ts';
import { assignmentsKept } from './assignments-kept.ts';
import type { RealmConfiguration } from './evidence.ts';

const ids = {
  realm: 'r',
  'role/member': 'm',
  'client-role/portal:reader': 'pr',
  'group/staff': 's',
  'client/portal': 'p',
  'identity-provider/partner': 'i',
  'key/RS256:SIG:rsa': 'k',
};
const configuration = (change: Partial<Record<string, string | undefined>> = {}): RealmConfiguration => {
  const known = Object.entries({ ...ids, ...change }).filter((each): each is [string, string] => each[1] !== undefined);
  return {
    realm: 'sso',
    exists: true,
    objects: Object.fromEntries(known.map(([object]) => [object, {}])),
    ids: Object.fromEntries(known),
    ambiguous: [],
    unreadable: [],
  };
};
const counts: Assignments = {
  roleHolders: { m: 40, pr: 3 },
  groupMembers: { s: 8 },
  consents: { p: 5 },
  offlineSessions: { p: 9 },
  linkedUsers: { 'r/partner': 4, 'other/partner': 7 },
};
const judge = (held: Partial<Assignments> = {}, { now = configuration() }: { readonly now?: RealmConfiguration } = {}) => {
  const { check } = assignmentsKept;
  return check.judge({ before: configuration(), now, heldBefore: counts, held: { ...counts, ...held } }, check.expects.parse({}), {
    now: '2026-11-23T21:30:00.000Z',
  });
};
const told = (...call: Parameters<typeof judge>) =>
  judge(...call).findings.map(({ code, severity, message }) => [code.split('/')[1], severity, message]);

it('has nothing to say where everybody is still there, or some came and went', () => {
  expect(judge()).toEqual({
    findings: [],
    facts: [
      { name: 'objects with users on them', value: 6 },
      { name: 'of them with another number of users', value: 0 },
    ],
    exhibits: [],
  });
  const fewer = judge({ groupMembers: { s: 1 }, roleHolders: { m: 55, pr: 3 } });
  expect(fewer.findings).toEqual([]);
  expect(fewer.exhibits).toEqual([
    {
      kind: 'diff',
      title: 'How many users hang on what',
      entries: [
        { path: 'role/member: holders', before: '40', after: '55' },
        { path: 'group/staff: members', before: '8', after: '1' },
      ],
    },
  ]);
});

it.each([
  ['a role', { roleHolders: { pr: 3 } }, 'role/member: of 40 holders none is left.'],
  ['a role of a client', { roleHolders: { m: 40 } }, 'client-role/portal:reader: of 3 holders none is left.'],
  ['a group', { groupMembers: {} }, 'group/staff: of 8 members none is left.'],
  ['a client', { consents: {} }, 'client/portal: of 5 consents none is left.'],
  ['a provider', { linkedUsers: { 'other/partner': 7 } }, 'identity-provider/partner: of 4 linked users none is left.'],
])('fails where all who hung on %s are gone, though it looks the same to its id', (_what, held, message) =>
  expect(told(held)).toEqual([['ASSIGNMENTS_LOST', 'fail', message]]),
);

it('says nothing of one or two users who took back what is theirs', () => {
  const before = { ...counts, consents: { p: 2 }, offlineSessions: { p: 1 } };
  const { check } = assignmentsKept;
  const now = { ...before, consents: {}, offlineSessions: {} };
  const words = check.expects.parse({});
  expect(
    check.judge({ before: configuration(), now: configuration(), heldBefore: before, held: now }, words, { now: '' }).findings,
  ).toEqual([]);
});

it('only warns of so few that they may have left by themselves, and of sessions, which end', () => {
  const before = { ...counts, groupMembers: { s: 2 } };
  const { check } = assignmentsKept;
  const { findings } = check.judge(
    { before: configuration(), now: configuration(), heldBefore: before, held: { ...before, groupMembers: {}, offlineSessions: {} } },
    check.expects.parse({}),
    { now: '' },
  );
  expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
    ['warn', 'group/staff: of 2 members none is left.'],
    ['warn', 'client/portal: of 9 offline sessions none is left.'],
  ]);
});

it('counts at the new id of an object that was made anew', () => {
  const now = configuration({ 'group/staff': 'new' });
  expect(told({}, { now })).toEqual([['ASSIGNMENTS_LOST', 'fail', 'group/staff: of 8 members none is left.']]);
  expect(told({ groupMembers: { new: 8 } }, { now })).toEqual([]);
});

it('finds what was renamed by its id, says nothing of what is gone, and nothing of keys', () => {
  const renamed = configuration({ 'group/staff': undefined, 'group/personnel': 's', 'key/RS256:SIG:rsa': 'another' });
  expect(told({}, { now: renamed })).toEqual([]);
  expect(told({ groupMembers: {} }, { now: renamed })).toEqual([
    ['ASSIGNMENTS_LOST', 'fail', 'group/personnel: of 8 members none is left.'],
  ]);
  expect(told({ groupMembers: {} }, { now: configuration({ 'group/staff': undefined }) })).toEqual([]);
});

import type { Confirmation } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import type { Pin } from '../backup/pin.ts';
import { partiesContacted } from './parties-contacted.ts';
import { confirmationOf, now, pin, runOf, substance, toldOf } from './sample-confirmation.ts';

const { check } = partiesContacted;
const given = (more: Partial<Confirmation> = {}): Confirmation => confirmationOf('parties contacted', more);
const pinned: Pin = { ...pin, bytes: 5, takenAt: { earliest: now, latest: now }, keycloakVersion: '26.4.0', counts: {} };
const judge = (confirmations: readonly Confirmation[], words: object = {}, backup: Pin | null = pinned) =>
  check.judge({ backup: { pin: backup } }, check.expects.parse(toldOf(confirmations, words)), { now });

const again = "Have it confirmed: verify confirm 2026-11-upgrade --type 'parties contacted' --environment prod";
const subject = 'release/2026-11-upgrade';

test('confirmed by somebody else, for now', () => {
  const { findings, gaps, facts, exhibits } = judge([given({ evidenceUrl: 'https://tickets.example/7' })]);
  expect({ findings, gaps, facts }).toEqual({
    findings: [],
    gaps: [],
    facts: [{ name: 'parties contacted', value: 'Jason Board (release board), until 2026-11-30T22:00:00Z: "Said so."' }],
  });
  expect(exhibits).toEqual([
    {
      kind: 'table',
      title: 'Confirmations: parties contacted',
      columns: ['Person', 'Role', 'Environment', 'Confirmed', 'From', 'To', 'Statement', 'Seen at', 'Does not count, because'],
      rows: [
        [
          'Jason Board',
          'release board',
          'any',
          '2026-11-30T08:00:00Z',
          '2026-11-30T08:00:00Z',
          '2026-11-30T22:00:00Z',
          'Said so.',
          'https://tickets.example/7',
          '',
        ],
      ],
    },
  ]);
});

test.each<[string, Partial<Confirmation>]>([
  ['for this very environment', { environment: 'prod' }],
  ['for the backup that is pinned', { backup: pin.sha256 }],
  ['written down by a third', { confirmedBy: 'Tess Tester' }],
  ['from this moment on', { confirmedAt: now, validFrom: now }],
])('counts %s', (_name, more) => {
  expect(judge([given(more)])).toMatchObject({ findings: [], gaps: [] });
});

test('nobody', () => {
  expect(judge([])).toEqual({
    holding: [],
    facts: [],
    exhibits: [],
    gaps: [],
    findings: [
      {
        code: 'release/CONFIRMATION_MISSING',
        title: 'Nobody has confirmed what only a person can say',
        severity: 'fail',
        subject,
        message: 'Nobody has confirmed "parties contacted" of the release 2026-11-upgrade for prod.',
        remedy: again,
      },
    ],
  });
});

test('something else was confirmed', () => {
  expect(judge([given({ type: 'logs reviewed' })]).findings.map(({ code }) => code)).toEqual(['release/CONFIRMATION_MISSING']);
});

describe('does not count', () => {
  const other = 'b'.repeat(64);
  test.each<[string, Partial<Confirmation>, object]>([
    [
      'expired',
      { expiresAt: now },
      {
        code: 'release/CONFIRMATION_EXPIRED',
        title: 'A confirmation is no longer valid',
        message: `The confirmation "parties contacted" by Jason Board does not count for prod: it was valid until ${now}.`,
        remedy: `See whether it is still so, and confirm it again. ${again}`,
        expected: now,
        actual: now,
      },
    ],
    [
      'not yet valid',
      { validFrom: '2026-11-30T17:30:01Z' },
      {
        code: 'release/CONFIRMATION_NOT_YET',
        title: 'A confirmation is not valid yet',
        message: 'The confirmation "parties contacted" by Jason Board does not count for prod: it is valid only from 2026-11-30T17:30:01Z.',
        remedy: `Wait until it is, or have it confirmed for now. ${again}`,
        expected: now,
        actual: '2026-11-30T17:30:01Z',
      },
    ],
    [
      'given only later',
      { confirmedAt: '2026-11-30T17:30:01Z' },
      {
        code: 'release/CONFIRMATION_NOT_YET',
        title: 'A confirmation is not valid yet',
        message: 'The confirmation "parties contacted" by Jason Board does not count for prod: it was given only at 2026-11-30T17:30:01Z.',
        remedy: `Wait until it is, or have it confirmed for now. ${again}`,
        expected: now,
        actual: '2026-11-30T17:30:01Z',
      },
    ],
    [
      'of another release',
      { release: '2026-10-upgrade' },
      {
        code: 'release/CONFIRMATION_OTHER_RELEASE',
        title: 'What was confirmed is another release',
        message: 'The confirmation "parties contacted" by Jason Board does not count for prod: it is for the release 2026-10-upgrade.',
        remedy: `What holds for one release says nothing of another. ${again}`,
        expected: '2026-11-upgrade',
        actual: '2026-10-upgrade',
      },
    ],
    [
      'of another environment',
      { environment: 'acc' },
      {
        code: 'release/CONFIRMATION_OTHER_ENVIRONMENT',
        title: 'What was confirmed is another environment',
        message: 'The confirmation "parties contacted" by Jason Board does not count for prod: it is for acc, not for prod.',
        remedy: `What holds for one environment says nothing of another. ${again}`,
        expected: 'prod',
        actual: 'acc',
      },
    ],
    [
      'by the author, in other letters',
      { person: 'ＡＵＴＨＯＲ,\u00A0ann' },
      {
        code: 'release/CONFIRMATION_BY_AUTHOR',
        title: 'The author of the release confirmed it',
        message:
          'The confirmation "parties contacted" by ＡＵＴＨＯＲ,\u00A0ann does not count for prod: ＡＵＴＨＯＲ,\u00A0ann is the author of the release.',
        remedy: `Somebody else must say it, and write it down. ${again}`,
        actual: 'ＡＵＴＨＯＲ,\u00A0ann',
      },
    ],
    [
      'written down by the author',
      { confirmedBy: 'ann  author' },
      {
        code: 'release/CONFIRMATION_BY_AUTHOR',
        title: 'The author of the release confirmed it',
        message:
          'The confirmation "parties contacted" by Jason Board does not count for prod: ann  author wrote it down and is the author of the release.',
        remedy: `Somebody else must say it, and write it down. ${again}`,
        actual: 'ann  author',
      },
    ],
    [
      'for a backup that is not the pinned one any more',
      { backup: other },
      {
        code: 'release/CONFIRMATION_OTHER_BACKUP',
        title: 'What was confirmed rests on another backup than would be restored',
        message: `The confirmation "parties contacted" by Jason Board does not count for prod: it is for the backup with the SHA-256 ${other}, and nightly.dump (SHA-256 ${pin.sha256}) would be restored.`,
        remedy: `Look at the backup that is pinned now, and confirm it with its SHA-256. ${again}`,
        expected: pin.sha256,
        actual: other,
      },
    ],
  ])('%s', (_name, more, expected) => {
    expect(judge([given(more)])).toMatchObject({ holding: [], facts: [], gaps: [] });
    expect(judge([given(more)]).findings).toEqual([{ severity: 'fail', subject, ...expected }]);
  });

  test('the nearest to counting is told first, and why the others do not', () => {
    const { findings } = judge([given({ release: '2026-10-upgrade', person: 'Old' }), given({ expiresAt: now, person: 'Late' })]);
    expect(findings).toMatchObject([
      {
        code: 'release/CONFIRMATION_EXPIRED',
        message: `The confirmation "parties contacted" by Late does not count for prod: it was valid until ${now}; nor does that by Old: it is for the release 2026-10-upgrade.`,
      },
    ]);
  });

  test('but one that does is enough', () => {
    expect(judge([given({ expiresAt: now }), given({ person: 'Ann Author' }), given()]).findings).toEqual([]);
  });
});

describe('what cannot be told', () => {
  test('whether somebody is the author, where the release names none', () => {
    expect(judge([given()], { author: undefined })).toMatchObject({
      holding: [],
      findings: [],
      gaps: [
        {
          code: 'release/AUTHOR_UNKNOWN',
          subject,
          reason: 'The release 2026-11-upgrade names no author, so nobody can tell whether Jason Board is another person.',
        },
      ],
    });
  });
  test('whether it is for the right backup, where none is known', () => {
    expect(judge([given({ backup: pin.sha256 })], {}, null)).toMatchObject({
      holding: [],
      findings: [],
      gaps: [{ code: 'release/CONFIRMATION_BACKUP_UNKNOWN', subject }],
    });
  });
  test('anything, without a release', () => {
    expect(judge([], { release: undefined })).toMatchObject({ findings: [], gaps: [{ code: 'release/NO_RELEASE' }] });
  });
});

test('is asked before production only', () => {
  expect(check.skip(runOf(true), undefined)).toBeUndefined();
  expect(check.skip({ ...runOf(false), environment: { ...runOf(false).environment, id: 'acc' } }, undefined)).toBe(
    'The policy asks for it before a release to production, and acc is not production.',
  );
});

test('it is told its own kind of confirmations only', () => {
  expect(check.expected(runOf(true, [given(), confirmationOf('board approval')]), undefined)).toEqual(toldOf([given()], { substance }));
});

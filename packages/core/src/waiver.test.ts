import { expect, it } from 'vitest';
import { unwaivableProblems, waiverFor } from './waiver.ts';

const waiver = { subject: 'release/r', owner: 'Olga Owner', reason: 'R', expires: '2026-12-31T18:00:00+01:00' };
const covers = (code: string): boolean =>
  waiverFor({ code, subject: 'release/r' }, [{ ...waiver, code }], '2026-11-30T18:00:00Z') !== undefined;

it.each([
  'release/CONFIRMATION_MISSING',
  'release/CONFIRMATION_BY_AUTHOR',
  'release/CONFIRMATION_UNREADABLE',
  'release/STAND_BY_MISSING',
  'release/STAND_BY_IS_AUTHOR',
  'release/STAND_BY_BACKUP_UNKNOWN',
  'release/CALL_WITHOUT_STAND_BY',
  'release/BOARD_APPROVAL_UNREADABLE',
  'release/AUTHOR_UNKNOWN',
  'release/RECORD_EDITED',
  'release/RECORD_MISPLACED',
  'release/RECORD_UNREADABLE',
  'gap/JUDGE_CRASHED',
])('%s is accepted by nobody', (code) => {
  expect(covers(code)).toBe(false);
  expect(unwaivableProblems([{ ...waiver, code }])).toHaveLength(1);
});

it.each(['release/WINDOW_ON_OTHER_DAY', 'release/DESTRUCTIVE_CHANGE', 'keycloak-log/RECORD_LOST', 'backup/OLD'])(
  '%s is accepted by an owner until a date',
  (code) => {
    expect(covers(code)).toBe(true);
    expect(unwaivableProblems([{ ...waiver, code }])).toEqual([]);
  },
);

it('a remedy says what is to be done instead', () => {
  const remedies = ['release/STAND_BY_MISSING', 'release/RECORD_EDITED'].map(
    (code) => unwaivableProblems([{ ...waiver, code }])[0]?.remedy,
  );
  expect(remedies).toEqual([
    'Take it out, and have whoever can say it confirm it: `verify confirm`.',
    'Take it out. Put back the record as it was, or take it away and run that suite again.',
  ]);
});

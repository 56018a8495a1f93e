import { Release, substanceHash } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { typeOf, understand } from './said.ts';
import type { KnownOfRelease, Said } from './said.ts';

const now = '2026-11-30T17:30:00.000Z';
const releaseOf = (more: object = {}): Release =>
  Release.parse({
    id: '2026-11',
    title: 'R',
    description: 'D',
    environments: ['test', 'acc', 'prod'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    rollback: { plan: 'B', reason: 'It migrates.' },
    impact: 'I',
    author: 'Ann Author',
    window: { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' },
    ...more,
  });
const known = (more: Partial<KnownOfRelease> = {}): KnownOfRelease => ({
  release: releaseOf(),
  file: 'scenarios/releases/2026-11.ts',
  applications: new Map([
    ['test', ['portal', 'wiki']],
    ['acc', ['portal']],
    ['prod', ['portal', 'archive']],
  ]),
  now,
  ...more,
});
const said: Said = { type: 'on the call', person: 'Dana Devops', role: 'DevOps engineer', statement: 'I am here.' };
const problemsOf = (more: Said, of: Partial<KnownOfRelease> = {}): string[] =>
  understand({ ...said, ...more }, known(of)).problems.map(({ code, where }) => `${code} ${where ?? ''}`);

describe('a confirmation', () => {
  it('is of what was said', () => {
    const whole: Said = {
      ...said,
      environment: 'prod',
      backup: 'A'.repeat(64),
      evidenceUrl: 'https://tickets.example/7',
      contact: '+32 2 000 00 00',
      validFrom: '2026-11-30T19:00:00+01:00',
      for: '90m',
    };
    expect(understand(whole, known({ gitUser: 'Tess Tester' }))).toEqual({
      problems: [],
      confirmation: {
        type: 'on the call',
        release: '2026-11',
        substance: substanceHash(releaseOf()),
        person: 'Dana Devops',
        role: 'DevOps engineer',
        statement: 'I am here.',
        environment: 'prod',
        backup: 'a'.repeat(64),
        evidenceUrl: 'https://tickets.example/7',
        contact: '+32 2 000 00 00',
        confirmedBy: 'Tess Tester',
        confirmedAt: now,
        validFrom: '2026-11-30T18:00:00.000Z',
        expiresAt: '2026-11-30T19:30:00.000Z',
      },
    });
  });

  it('names nobody who wrote it down where that is the person', () => {
    expect(understand(said, known({ gitUser: 'devops, DANA' })).confirmation).not.toHaveProperty('confirmedBy');
  });

  it.each<[string, string | undefined]>([
    ['Mark Maker', 'Mark Maker'],
    ['tester, TESS', undefined],
    ['Devops Dana', undefined],
  ])('names who git says is at work, %s, where that is neither', (gitUser, told) => {
    const { confirmation } = understand({ ...said, confirmedBy: 'Tess Tester' }, known({ gitUser }));
    expect([confirmation?.confirmedBy, confirmation?.gitUser]).toEqual(['Tess Tester', told]);
  });

  it('is on one line, whatever is pasted', () => {
    expect(understand({ ...said, statement: 'I am\n\u001B[31mhere\u202E.' }, known()).confirmation?.statement).toBe('I am here.');
  });

  it.each<[string, string]>([
    ['parties contacted', '2026-12-30T17:30:00.000Z'],
    ['logs reviewed', '2026-12-14T17:30:00.000Z'],
    ['board approval', '2026-11-30T20:00:00.000Z'],
    ['stand-by engineer', '2026-11-30T20:00:00.000Z'],
    ['on the call', '2026-11-30T21:30:00.000Z'],
    ['tested inverse', '2026-12-30T17:30:00.000Z'],
  ])('of "%s" ends at %s, where nothing else is said', (type, expiresAt) => {
    expect(understand({ ...said, type }, known()).confirmation).toMatchObject({ type, expiresAt });
  });

  it('of a stand-by covers the time after the window in which the release is watched', () => {
    const of = known({ release: releaseOf({ soakHours: 2 }) });
    expect(understand({ ...said, type: 'stand-by engineer' }, of).confirmation?.expiresAt).toBe('2026-11-30T22:00:00.000Z');
  });

  it.each<[string, object]>([
    ['without a window', { window: undefined }],
    ['after the window', { window: { from: '2026-11-23T18:00:00Z', to: '2026-11-23T20:00:00Z' } }],
  ])('ends after the usual hours %s', (_name, more) => {
    const of = known({ release: releaseOf(more) });
    expect(understand({ ...said, type: 'stand-by engineer' }, of).confirmation?.expiresAt).toBe('2026-12-01T05:30:00.000Z');
    expect(understand({ ...said, type: 'board approval' }, of).confirmation?.expiresAt).toBe('2026-12-14T17:30:00.000Z');
  });

  it('of a login is for one application', () => {
    const login = { ...said, type: 'application login', application: 'archive', environment: 'prod' };
    expect(understand(login, known()).confirmation).toMatchObject({ application: 'archive', expiresAt: '2026-12-01T17:30:00.000Z' });
  });

  it('may join the words of its type as a shell likes them', () => {
    expect(typeOf('Board-Approval')).toBe('board approval');
    expect(typeOf('stand_by engineer')).toBe('stand-by engineer');
    expect(typeOf('board')).toBeUndefined();
  });
});

describe('is refused', () => {
  it('with all that is missing at once', () => {
    expect(understand({ role: ' ' }, known()).problems.map(({ code, where }) => [code, where])).toEqual([
      ['NOT_SAID', '--type'],
      ['NOT_SAID', '--person'],
      ['NOT_SAID', '--role'],
      ['NOT_SAID', '--statement'],
    ]);
  });

  it.each<[string, Said, Partial<KnownOfRelease>, string[]]>([
    ['of no type', { type: 'bord approval' }, {}, ['UNKNOWN_TYPE --type']],
    ['by the author', { person: 'author,  ANN' }, {}, ['CONFIRMED_BY_AUTHOR --person']],
    ['by the author, in other letters', { person: 'Ａｎｎ\u200B Áuthor' }, {}, ['CONFIRMED_BY_AUTHOR --person']],
    ['written down by the author, git says', {}, { gitUser: 'ann author' }, ['CONFIRMED_BY_AUTHOR --confirmed-by']],
    ['written down by the author, as was said', { confirmedBy: 'Ann Author' }, { gitUser: 'Tess' }, ['CONFIRMED_BY_AUTHOR --confirmed-by']],
    [
      'written down where the author is at work, for somebody else',
      { confirmedBy: 'Tess' },
      { gitUser: 'ann author' },
      ['CONFIRMED_BY_AUTHOR git config user.name'],
    ],
    ['of a release without an author', {}, { release: releaseOf({ author: undefined }) }, ['NO_AUTHOR scenarios/releases/2026-11.ts']],
    ['of a closed release', {}, { release: releaseOf({ status: 'closed' }) }, ['RELEASE_CLOSED scenarios/releases/2026-11.ts']],
    ['for an environment where it does not go', { environment: 'prd' }, {}, ['RELEASE_NOT_FOR_ENVIRONMENT --environment']],
    ['of a login to nothing', { type: 'application login' }, {}, ['APPLICATION_MISSING --application']],
    [
      'of a login to what is not there',
      { type: 'application login', application: 'wiki', environment: 'prod' },
      {},
      ['UNKNOWN_APPLICATION --application'],
    ],
    ['with an application that is none of it', { application: 'portal' }, {}, ['APPLICATION_UNWANTED --application']],
    ['over at once', { expires: now }, {}, ['EXPIRES_IN_THE_PAST --expires']],
    ['over before it begins', { validFrom: '2026-12-01T00:00:00Z', expires: '2026-11-30T23:00:00Z' }, {}, ['NEVER_VALID --expires']],
    ['until a time that is none', { expires: 'tomorrow', validFrom: '2026-11-30' }, {}, ['BAD_TIME --valid-from', 'BAD_TIME --expires']],
    ['for a length that is none', { for: '8' }, {}, ['BAD_DURATION --for']],
    ['with two ends', { for: '8h', expires: '2026-12-01T00:00:00Z' }, {}, ['TWO_ENDS --for']],
    ['for a backup that is none', { backup: 'latest' }, {}, ['BAD_BACKUP --backup']],
    ['with an address that a browser would run', { evidenceUrl: 'javascript:alert(1)' }, {}, ['BAD_CONFIRMATION --evidence-url']],
    ['by nobody', { person: '—' }, {}, ['BAD_CONFIRMATION --person']],
    [
      'with all that is wrong',
      { type: 'call', environment: 'live', for: 'long' },
      {},
      ['UNKNOWN_TYPE --type', 'RELEASE_NOT_FOR_ENVIRONMENT --environment', 'BAD_DURATION --for'],
    ],
  ])('%s', (_name, more, of, problems) => {
    expect(problemsOf(more, of)).toEqual(problems);
  });
});

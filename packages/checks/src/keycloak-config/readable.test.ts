import { expect, test } from 'vitest';
import recorded from './fixtures/lab-26.7.4.json' with { type: 'json' };
import { configurationReadable } from './readable.ts';
import { RealmConfiguration } from './evidence.ts';

const { check } = configurationReadable;
const events = { realm: 'lab', until: '2026-11-23T22:00:00Z', why: 'the realm does not save admin events', events: [], cut: false };
const judge = (now: RealmConfiguration) => check.judge({ now, events }, {}, { about: 'lab', now: '2026-11-23T22:00:00Z' });

test('what was read is counted', () => {
  const judgement = judge(RealmConfiguration.parse(recorded));
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toContainEqual({ name: 'client objects', value: 18 });
  expect(judgement.facts).toContainEqual({ name: 'who changes something is kept', value: 'the realm does not save admin events' });
});

test('a realm that does not exist', () =>
  expect(judge({ realm: 'lab', exists: false, objects: {}, ids: {}, ambiguous: [], unreadable: [] }).findings).toEqual([
    {
      code: 'keycloak-config/REALM_MISSING',
      title: 'The realm does not exist',
      severity: 'fail',
      subject: 'realm/lab',
      message: 'Keycloak has no realm "lab".',
      remedy: 'Correct keycloak.realms of the environment, or restore the realm.',
    },
  ]));

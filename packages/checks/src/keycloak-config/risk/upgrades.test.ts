import { expect, test } from 'vitest';
import { recordedUpgrades } from '../fixtures/recorded-upgrades.ts';
import { configurationNotWeakened } from '../not-weakened.ts';
import { set } from './trial.ts';

const { check } = configurationNotWeakened;
const upgrades = recordedUpgrades().map((upgrade) => [`${upgrade.realm}, ${upgrade.from} to ${upgrade.to}`, upgrade] as const);
type Upgrade = (typeof upgrades)[number][1];

const told = ({ before, now, from, to }: Upgrade, words: object = { upgrade: { from, to } }) =>
  check
    .judge({ before, now }, check.expects.parse(words), { about: now.realm, now: '2026-11-27T08:00:00Z' })
    .findings.map(({ code, severity, subject }) => [code, severity, subject]);

/** 26.0 gives the two consoles full scope, and tokens without any roles in exchange. */
const crosses26 = ({ from, to }: Upgrade): boolean => Number.parseInt(from) < 26 && Number.parseInt(to) >= 26;
const consoles = ['admin-cli', 'security-admin-console'].map((client) => `client/${client}#full-scope`);

test.each(upgrades)('%s: nothing is weaker but what the upgrade does by itself', (_name, upgrade) =>
  expect(told(upgrade)).toEqual(
    crosses26(upgrade)
      ? consoles.map((subject) => ['keycloak-config/WEAKENED_BY_UPGRADE', 'info', `realm/${upgrade.now.realm}/${subject}`])
      : [],
  ),
);

test.each(upgrades)('%s: without an upgrade, what it does is a weakening like any other', (_name, upgrade) =>
  expect(told(upgrade, {})).toEqual(
    crosses26(upgrade) ? consoles.map((subject) => ['keycloak-config/WEAKENED', 'fail', `realm/${upgrade.now.realm}/${subject}`]) : [],
  ),
);

test.each(upgrades)('%s: an edit by hand among it shows', (_name, upgrade) => {
  const objects = set('client/account', ['redirectUris'], ['*'])(upgrade.now.objects);
  expect(told({ ...upgrade, now: { ...upgrade.now, objects } })).toContainEqual([
    'keycloak-config/WEAKENED',
    'fail',
    `realm/${upgrade.now.realm}/client/account#redirect-to-any-host`,
  ]);
});

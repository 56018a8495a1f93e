import { codes, registry } from '@keycloak-release-gate/checks';
import { faults, noises } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { groups } from './lab/fault-groups.ts';
import { noisy, noisyToo } from './lab/noise.ts';

/** `domain`, `domain/check` or `domain/check[about]`, as `--only` takes them. */
const covers = (name: string, id: string): boolean => name.split('[')[0] === id || name === id.split('/')[0];

test('every fault names codes that there are', () => {
  const named = faults.flatMap(({ expect: { cause, mayAlso } }) => [cause, ...mayAlso]);
  expect(named.filter((code) => !codes.has(code))).toEqual([]);
});

test('every fault has a name of its own', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
});

test('every fault is judged by checks that there are', () => {
  const strays = faults.flatMap(({ expect: { domains } }) =>
    domains.filter((name) => ![...registry.keys()].some((id) => covers(name, id))),
  );
  expect(strays).toEqual([]);
});

test('every check is judged on some fault', () => {
  // What is in a release file is no fault of the lab; after a rollback it is the story of a release that proves it. The lab speaks plain
  // HTTP: certificates have a test of their own. What was proven in another environment is no fault of this one.
  const elsewhere = [
    'keycloak-config/promoted',
    'oidc/certificate',
    'release/stand-by-confirmed',
    // What people confirm, and when a release is planned.
    'release/parties-contacted',
    'release/logs-reviewed',
    'release/board-approval',
    'release/planned',
    'release/on-the-call',
    'release/rollback-plan-declared',
    'release/proven-before',
    'database/schema-as-before-release',
    'database/structure-as-before-release',
    'database/executed-plan',
    // The lab keeps dumps: other places of backups have tests of their own, in it (lab/backup-sources.ts) or beside it.
    'backup/pgbackrest-sound',
    'backup/cloudnativepg-sound',
    'backup/job-succeeded',
    'backup/listed-fresh',
    'backup/volume-snapshot-fresh',
    'backup/catalogue-fresh',
  ];
  const names = faults.flatMap(({ expect: { domains } }) => domains);
  expect([...registry.keys()].filter((id) => !elsewhere.includes(id) && !names.some((name) => covers(name, id)))).toEqual([]);
});

test('every fault is injected in one group, of one suite', () => {
  expect(groups.flatMap(({ ids }) => ids).toSorted()).toEqual(faults.map(({ id }) => id).toSorted());
  const suites = groups.map(({ ids }) => new Set(faults.filter(({ id }) => ids.includes(id)).map((fault) => fault.expect.suite)).size);
  expect(suites.every((count) => count === 1)).toBe(true);
});

test('faults that are injected together are judged apart', () => {
  for (const { ids } of groups) {
    const judged = faults.filter(({ id }) => ids.includes(id)).flatMap((fault) => fault.expect.domains);
    for (const [index, name] of judged.entries()) {
      const others = judged.toSpliced(index, 1);
      expect(
        others.filter((other) => other === name || other.startsWith(`${name}/`) || other.startsWith(`${name}[`)),
        ids.join(', '),
      ).toEqual([]);
    }
  }
});

test('every noise is made', () => {
  // One that logs speak of may be made in each of their formats.
  expect([...new Set([...noisy, ...noisyToo].flat())].toSorted()).toEqual(noises.map(({ id }) => id).toSorted());
});

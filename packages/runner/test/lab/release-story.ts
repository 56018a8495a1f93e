import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openLab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { withCommittedScenarios } from './changed-scenarios.ts';
import type { ScenarioChange } from './changed-scenarios.ts';
import { codesOf, faultOf, recordCaught } from './faults.ts';
import { nextMonday } from './next-monday.ts';
import { planIsComputed } from './plan-rollback.ts';
import { told, verify, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

/** The failures of a run, each once. */
const failures = ({ record }: Verified): string[] => [
  ...new Set(record.results.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'fail').map(({ code }) => code))),
];

/** What a run could not see, each once. */
const gapsOf = ({ record }: Verified): string[] => [...new Set(record.results.flatMap(({ gaps }) => gaps.map(({ code }) => code)))];

/** A release and both ways back, from a lab that runs 26.4.0. It leaves the lab on 26.4.0, as it found it. */
export function releaseStory(place: () => Place): void {
  test('a release of production fails, is rolled back by plan A, which is refused, and by plan B, which is proven; its status tells it all', async ({
    signal,
  }) => {
    await withCommittedScenarios(ofProduction(), async (scenarios) => {
      const { lab: name } = place();
      const of = ['--scenarios', scenarios, '--release', 'lab-26.7.4'];
      const asRolledBack = ['--suite', 'post-rollback', ...of];
      const lab = await openLab(name);
      if (!lab) throw new Error('The lab went away.');
      const suite = (id: string): Promise<Verified> => verifyLab(place(), ['--suite', id, ...of]);
      const passes = async (id: string): Promise<Verified> => {
        const run = await suite(id);
        expect(run.exitCode, `${id}\n${told(run.record)}\n${run.stderr}`).toBe(0);
        return run;
      };

      // Plan B restores a backup: until the newest one has been restored on trial, pre-release does not say yes.
      const untried = await suite('pre-release');
      expect(untried.exitCode, told(untried.record)).toBe(3);
      expect(gapsOf(untried)).toEqual(['backup/DRILL_MISSING']);
      const { reports } = place();
      const drill = await verify(['backup', 'drill', '--env', 'lab', '--lab', name, '--reports', reports, '--scenarios', scenarios]);
      expect(drill.exitCode, `${drill.stdout}\n${drill.stderr}`).toBe(0);
      await planIsComputed(place(), scenarios);
      const before = await passes('pre-release');
      expect(before.record.environment.production).toBe(true);
      // The board sees that it is tried nowhere before, and nothing else is said against it.
      expect(
        codesOf(before, ({ outcome }) => outcome.kind !== 'pass'),
        told(before.record),
      ).toEqual(['release/PRODUCTION_FIRST']);
      const pinned = join(lab.folder.backups, factOf(before, 'backup/fresh', 'the backup that a rollback restores'));
      await lab.deploy('26.7.4');
      // It goes wrong: an application that Keycloak lets nobody in to.
      const secretChanged = faultOf('client-secret-changed');
      await secretChanged.inject(lab, signal);
      const deployed = await suite('post-deploy');
      await secretChanged.heal(lab, signal);
      expect(deployed.exitCode, told(deployed.record)).toBe(1);
      expect(failures(deployed), told(deployed.record)).toContain('login/APP_CALLBACK');

      await lab.rollback('a');
      const afterPlanA = await suite('post-rollback');
      expect(afterPlanA.exitCode, told(afterPlanA.record)).toBe(1);
      // The old version is up, ready, and logs people in: the database alone tells that the way back is not one.
      // What the migration made of the realm's configuration is left behind, too, with providers that the old version does not have.
      const inConfiguration = ['keycloak-config/NOT_AS_BEFORE', 'keycloak-config/PROVIDER_MISSING'];
      const byDatabase = ['database/DATABASE_NOT_RESTORED', 'database/SCHEMA_AHEAD', 'database/STRUCTURE_ALTERED'];
      expect(failures(afterPlanA), told(afterPlanA.record)).toEqual(expect.arrayContaining(byDatabase));
      expect(failures(afterPlanA).filter((code) => ![...byDatabase, ...inConfiguration].includes(code))).toEqual([]);
      expect(factOf(afterPlanA, 'database/executed-plan', 'executed plan')).toMatch(/^A: the database was not restored/);
      expect(outcomesOf(afterPlanA, 'login/')).toEqual(['pass']);
      expect(outcomesOf(afterPlanA, 'kubernetes/')).toEqual(['pass']);
      recordCaught(afterPlanA);

      await lab.rollback('b', { until: 'scaled-down' });
      const beforeRestore = await passes('pre-restore');
      expect(factOf(beforeRestore, 'backup/pinned-unchanged', 'restore exactly this backup')).toBe(basename(pinned));
      // People have logged in since the backup: what goes with the restore is counted.
      expect(Number(factOf(beforeRestore, 'database/lost-by-restore', 'user events since'))).toBeGreaterThan(0);

      // "The latest backup" is the wrong one, when it was taken after the upgrade.
      const { file: latest } = await lab.dumpDatabase();
      await lab.restoreDatabase(latest);
      const fromAnother = await verifyLab(place(), [...asRolledBack, '--only', 'database/executed-plan']);
      expect(failures(fromAnother), told(fromAnother.record)).toEqual(['database/RESTORED_FROM_ANOTHER']);
      for (const file of [latest, `${latest}.json`]) rmSync(file);

      await lab.rollback('b', { dump: pinned });
      const restored = await passes('post-rollback');
      expect(factOf(restored, 'database/executed-plan', 'executed plan')).toMatch(/^B: the database was restored/);
      // The lab's first backup is a minute older, and nobody may have come between the two: then nothing tells them apart.
      expect(factOf(restored, 'database/executed-plan', 'restored backup, by its contents')).toContain(basename(pinned));

      // The page of the release tells the story, each chapter with its time.
      const status = await verify(['release', 'status', 'lab-26.7.4', '--reports', place().reports, '--scenarios', scenarios, '--json']);
      const { events } = Status.parse(JSON.parse(status.stdout));
      const chapters = events.flatMap(({ what }) => /^(pre-release|post-deploy|pre-restore|post-rollback): (\w+)/.exec(what)?.[0] ?? []);
      expect(
        chapters.filter((chapter, index) => chapter !== chapters[index - 1]),
        status.stdout,
      ).toEqual(story);
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());

      // The old version runs again, from an image that lacks what the old one had.
      const themeLost = faultOf('theme-lost');
      await themeLost.inject(lab, signal);
      try {
        const without = await verifyLab(place(), [...asRolledBack, '--only', 'keycloak-config/providers-kept']);
        expect(failures(without), told(without.record)).toEqual(['keycloak-config/THEME_GONE']);
      } finally {
        await themeLost.heal(lab, signal);
      }
    });
  });
}

/** The lab as a production, and its release planned and confirmed as the policy asks for it there. */
function ofProduction(): ScenarioChange[] {
  const [now, later] = [new Date().toISOString(), nextMonday(23)];
  const said = (['parties contacted', 'logs reviewed', 'board approval'] as const).map((type) => ({
    type,
    release: 'lab-26.7.4',
    person: 'Jason',
    role: 'release board',
    statement: 'Yes.',
    confirmedAt: now,
    validFrom: now,
    expiresAt: later,
  }));
  const release = 'releases/lab-26.7.4.ts';
  return [
    { file: 'environments/lab.ts', from: "startedBy: 'lab',", to: "startedBy: 'lab',\n  production: true," },
    { file: release, from: 'confirmations: [', to: `confirmations: [${said.map((each) => JSON.stringify(each)).join(', ')},` },
    {
      file: release,
      from: "author: 'release engineer',",
      to: `author: 'release engineer', window: { from: '${nextMonday(18)}', to: '${nextMonday(20)}' },`,
    },
  ];
}

const Status = z.object({ events: z.array(z.object({ at: z.string(), what: z.string() })) });
const story = [
  'pre-release: inconclusive',
  'pre-release: pass',
  'post-deploy: fail',
  'post-rollback: fail',
  'pre-restore: pass',
  'post-rollback: fail',
  'post-rollback: pass',
];

/** What a check tells under this name. */
function factOf({ record }: Verified, check: string, name: string): string {
  const facts = record.results.filter(({ id }) => id === check).flatMap((result) => result.facts);
  return String(facts.find((fact) => fact.name === name)?.value);
}

/** How the checks of a domain came out, each outcome once. */
const outcomesOf = ({ record }: Verified, domain: string): string[] => [
  ...new Set(record.results.filter(({ id }) => id.startsWith(domain)).map(({ outcome }) => outcome.kind)),
];

import { readFileSync } from 'node:fs';
import { PINNED_BACKUP_LOOK, recordNow, RollbackPlanRecord } from '@keycloak-release-gate/checks/release-records';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { PinnedBackup } from '../../confirmations/pinned.ts';
import { seenLastBy } from '../../judge/evidence.ts';
import { modelEnvironment } from '../../policy/model-environment.ts';
import { stepsOfSuites } from '../../policy/steps-of-suites.ts';
import { recordsOf } from '../../records/places.ts';
import { loadEnvironment, loadPolicy, loadSuite, scenarioIds } from '../../scenarios/load.ts';
import type { Loaded } from '../../scenarios/load.ts';
import { whyOfAnother } from '../../request/rollback.ts';
import { readRequest } from '../../request/record.ts';
import { drillsFolder, readDrills } from '../../backup/drills.ts';
import type { Variables } from '../../scenarios/resolve-environment.ts';
import type { Asked } from '../asked.ts';
import { promotedTo } from '../promotion.ts';
import { originsOf } from '../origins.ts';
import { openPlaces } from '../places.ts';
import { askedAfterDeploy, provenIn } from '../proven.ts';
import { rulesOf } from '../rules.ts';
import { indexRuns } from '../run-index.ts';
import type { IndexedRun, RefusedRun, RunIndex } from '../run-index.ts';
import { trustRun } from '../trusted-run.ts';
import type { Rules, TrustedRun } from '../trusted-run.ts';
import { whyNotWhole } from '../what-runs-tell.ts';
import type { ProgressEnvironment, ProgressInput, ProgressRun } from './model.ts';

export interface StatusFolders {
  readonly scenarios: string;
  readonly reports: string;
  /** Further places of runs. */
  readonly records: readonly string[];
  readonly variables: Variables;
}

/** All that progress is told from, of several releases: scenarios and the index of the runs are read once. */
export interface Gathered extends Disposable {
  readonly inputOf: (release: Loaded<Release>) => Promise<ProgressInput>;
}

/** Reads scenarios and records. Throws a ConfigurationError where a place is none, or the scenarios have something wrong. */
export async function gather({ scenarios, reports, records, variables }: StatusFolders, now: string): Promise<Gathered> {
  // Whatever is wrong with the scenarios, what was unpacked goes again.
  using held = new DisposableStack();
  const opened = held.use(await openPlaces(records));
  const environments = await scenarioIds(scenarios, 'environments');
  const ids = await scenarioIds(scenarios, 'suites');
  const index = indexRuns([{ folder: reports, name: 'reports' }, ...opened.places], { environments, suites: ids });
  const policy = (await loadPolicy(scenarios)).value;
  const suites = stepsOfSuites(await Promise.all(ids.map((id) => loadSuite(scenarios, id))));
  const rules = await rulesOf(scenarios, { suite: 'post-deploy', environment: modelEnvironment() });
  const kept = held.move();
  return {
    inputOf: async ({ value: release, file }) => {
      const unknown = release.environments.filter((id) => !environments.includes(id));
      if (unknown.length > 0)
        throw new ConfigurationError(
          unknown.map((id) => ({
            code: 'UNKNOWN_ENVIRONMENT',
            message: `The release "${release.id}" goes to "${id}", and there is no such environment.`,
            where: file,
            remedy: `There are: ${environments.join(', ')}.`,
          })),
        );
      return {
        policy,
        suites,
        release,
        environments: await Promise.all(
          release.environments.map((id) => environmentOf(id, release, { scenarios, reports, index, rules, variables, now })),
        ),
        refused: index.refused
          .filter((each) => each.release === release.id || (each.release === undefined && concerns(each, release)))
          .map(({ where, message }) => `${where}: ${message}`),
        now,
      };
    },
    [Symbol.dispose]: () => kept.dispose(),
  };
}

/** A record that says nothing of itself may be of this release where it lies in the folder of one of its environments. */
const concerns = ({ environments }: RefusedRun, release: Release): boolean =>
  environments.length === 0 || environments.some((id) => release.environments.includes(id));

interface Sources {
  readonly scenarios: string;
  readonly reports: string;
  readonly index: RunIndex;
  readonly rules: Rules;
  readonly variables: Variables;
  /** ISO 8601. */
  readonly now: string;
}

async function environmentOf(
  id: string,
  release: Release,
  { scenarios, reports, index, rules, variables, now }: Sources,
): Promise<ProgressEnvironment> {
  const definition = (await loadEnvironment(scenarios, id)).value;
  const plan = planOf(recordsOf(id, release.id, reports).rollbackPlan, id, release, now);
  const request = readRequest(reports, id, release.id);
  return {
    id,
    production: definition.production === true,
    promotion: promotedTo(id, definition, variables, await originsOf(scenarios, id)),
    ...recordedIn(id, release, { index, rules, asked: await askedAfterDeploy(scenarios, id, release) }),
    drills: readDrills(drillsFolder(reports, id)),
    ...(plan ? { plan } : {}),
    ...(request ? { request } : {}),
  };
}

/** What the runs of a release in an environment say; those that count are read, verified and judged again. */
export function recordedIn(
  id: string,
  release: Release,
  { index, rules, asked }: { readonly index: RunIndex; readonly rules: Rules; readonly asked: Asked },
): Pick<ProgressEnvironment, 'runs' | 'proven' | 'pin'> {
  const runs = index.runs.filter(({ summary }) => summary.environment === id && summary.release?.id === release.id);
  const trusted = new Map<string, TrustedRun | RefusedRun>();
  const trust = (run: IndexedRun): TrustedRun | RefusedRun => {
    const known = trusted.get(run.folder) ?? trustRun(run, rules);
    trusted.set(run.folder, known);
    return known;
  };
  const before = runs.find(({ summary }) => summary.suite === 'pre-release' && whyNotWhole(summary) === undefined);
  return {
    runs: runs.map((run) => toldOf(run, isEvidence(run, runs) ? trust(run) : undefined)),
    proven: provenIn({ environment: id, release, index, asked, trust }),
    pin: pinIn(before && trust(before)),
  };
}

/**
 * Only the newest whole run of each suite counts, and what saw a failure after it, or was interrupted and may have seen one: the others are
 * told of by their summaries.
 */
function isEvidence(run: IndexedRun, runs: readonly IndexedRun[]): boolean {
  const { suite, exitCode, interrupted } = run.summary;
  const whole = runs.find(({ summary }) => summary.suite === suite && whyNotWhole(summary) === undefined);
  return run === whole || ((exitCode === 1 || interrupted !== undefined) && (whole === undefined || run.summary.run > whole.summary.run));
}

function toldOf({ summary }: IndexedRun, trusted: TrustedRun | RefusedRun | undefined): ProgressRun {
  if (!trusted) return { summary };
  if ('code' in trusted) return { summary, refused: trusted.message };
  const { record, judged } = trusted;
  return {
    summary,
    read: {
      steps: record.plan.steps,
      results: judged.results,
      ...(record.window.since === undefined ? {} : { deployedAt: record.window.since }),
    },
  };
}

/** The backup that a run pinned. */
function pinIn(trusted: TrustedRun | RefusedRun | undefined): ProgressEnvironment['pin'] {
  if (!trusted || 'code' in trusted) return null;
  return PinnedBackup.safeParse(seenLastBy(trusted.record.looks, { id: PINNED_BACKUP_LOOK }, trusted.read)).data?.pin ?? null;
}

/** The rollback plan that was computed, where it can be read. */
function planOf(file: string, environment: string, release: Release, now: string): ProgressEnvironment['plan'] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const record = recordNow(RollbackPlanRecord.parse(JSON.parse(text)), release, now);
    const { plan, at, decidedBy, rules } = record;
    const outdated = whyOfAnother(record, environment, release);
    return {
      plan,
      at,
      because: rules.find(({ rule }) => rule === decidedBy)?.because ?? decidedBy,
      ...(outdated === undefined ? {} : { outdated: `The computed rollback plan is of another release: ${outdated}.` }),
    };
  } catch {
    // pre-release says what is wrong with it.
    return undefined;
  }
}

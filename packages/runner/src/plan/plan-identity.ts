import { registry } from '@keycloak-release-gate/checks';
import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import type { Environment, Release, Suite } from '@keycloak-release-gate/core';
import { toolOfRecord } from '../tool.ts';
import { planSuite } from './plan.ts';
import type { Plan } from './plan.ts';

/** The hash of one thing that is in a plan. */
export const identityOf = (thing: unknown): string => contentHash(canonicalJson(thing));

/** The name under which the hash of the scenarios' files stands in an identity. */
export const OWN_CODE = "the scenarios' own checks and collectors";

/** By what two plans are known to be the same: one hash, and those of the things that are in it, by name. */
export interface PlanIdentity {
  readonly hash: string;
  readonly of: Readonly<Record<string, string>>;
}

/**
 * The identity of a plan, as it was `narrowed`. What may differ between two machines that look at one system is left out (how they reach it),
 * and so are what may come in while a release is under way (confirmations, waivers), and whether one of them is a job of the Deploy action.
 * @param own the hash of the scenarios' files, which counts where checks or collectors are of the scenarios' own
 */
export function planIdentity(plan: Plan, suite: Suite, narrowed: (plan: Plan) => Plan, own: () => string): PlanIdentity {
  const { environment, release, deploy } = plan.run;
  const {
    release: _release,
    approvalsUnread: _approvals,
    approvalsDoubted: _doubted,
    confirmationsUnread: _confirmations,
    startsDeploy: _starts,
    ...run
  } = plan.run;
  const settled = release === undefined ? undefined : withoutProgress(release);
  const bare =
    release === undefined ? plan : narrowed(planSuite(suite, { ...run, release: { ...release, confirmations: [], waivers: [] } }));
  const things: Readonly<Record<string, unknown>> = {
    tool: toolOfRecord(),
    suite: { ...plan.suite, steps: bare.steps.map((each) => ({ ...each, checks: each.checks.toSorted() })) },
    checks: bare.checks
      .map(({ key, id, expected, severity, reads, needs, skipped }) => ({
        key,
        id,
        expected,
        severity,
        reads,
        needs: needs.toSorted(),
        skipped: skipped ?? null,
      }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    looks: [...bare.looks.values()]
      .map(({ key, collector: { version, settles }, reads, collect }) => ({ key, version, settles, reads, collect }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    environment: withoutWays(environment),
    release: settled ?? null,
    deploy: deploy === undefined ? null : { at: deploy.at ?? null, commit: deploy.commit ?? null },
    narrowing: plan.partial ?? null,
    ...(ownOf(plan).length === 0 ? {} : { [OWN_CODE]: own() }),
  };
  const of = Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, identityOf(thing)]));
  return { hash: identityOf(of), of };
}

/** Ids of the plan's checks that the library does not have. */
export const ownChecks = ({ definitions }: Plan): string[] =>
  [...definitions.values()].filter((check) => registry.get(check.id) !== check).map(({ id }) => id);

function ownOf(plan: Plan): string[] {
  const collectors = new Set<unknown>();
  const add = (reads: (typeof plan.looks extends ReadonlyMap<string, infer L> ? L : never)['collector']['reads']): void => {
    for (const read of Object.values(reads)) {
      const collector = read.kind === 'collector' ? read : read.collector;
      if (collectors.has(collector)) continue;
      collectors.add(collector);
      add(collector.reads);
    }
  };
  for (const check of registry.values()) add(check.reads);
  const others = [...plan.looks.values()].filter(({ collector }) => !collectors.has(collector)).map(({ collector }) => collector.id);
  return [...ownChecks(plan), ...others];
}

function withoutProgress({ confirmations: _c, waivers: _w, status: _s, parties: _p, ...release }: Release): object {
  return release;
}

/** The environment without how this machine reaches it, which paths it has there, and what is waived. */
function withoutWays({
  kubernetes,
  database,
  keycloak,
  backups,
  logs: _logs,
  confirmations: _said,
  chromium: _chromium,
  waivers: _w,
  ...rest
}: Environment): object {
  const { managementUrls: _m, ...server } = keycloak;
  const within = ({ kubeconfig: _k, context: _c, server: _s, caFile: _f, token: _t, ...cluster }: NonNullable<typeof kubernetes>): object =>
    cluster;
  const named = ({ caFile: _f, password: _p, ...base }: NonNullable<typeof database>): object => base;
  const kept = ({ directory, restore: _r, ...sources }: NonNullable<typeof backups>): object => ({
    ...sources,
    directory: directory !== undefined,
  });
  return {
    ...rest,
    // Steps of the scenarios' own are functions: their text tells them apart, as far as it goes.
    applications: rest.applications.map((application) => written(application)),
    keycloak: server,
    kubernetes: kubernetes ? within(kubernetes) : null,
    database: database ? named(database) : null,
    backups: backups ? kept(backups) : null,
  };
}

/** A thing with every function in it as its text. */
function written(thing: unknown): unknown {
  if (typeof thing === 'function') return String(thing);
  if (Array.isArray(thing)) return thing.map(written);
  if (typeof thing !== 'object' || thing === null) return thing;
  return Object.fromEntries(Object.entries(thing).map(([name, member]) => [name, written(member)]));
}

import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { AnyCollector, Environment, Problem } from '@keycloak-release-gate/core';
import { isOfAnotherRun } from '../plan/plan.ts';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import type { Part, PartName } from './part.ts';

/** Looks that only one part can take: they read each other, or use the same account. */
export interface LookGroup {
  readonly looks: readonly string[];
  readonly vantage: 'cluster' | 'outside';
  /** The applications that the looks are about, in the environment's order. */
  readonly applications: readonly string[];
}

/**
 * Divides the looks of a plan into groups, each with its vantage. What can be seen from anywhere goes where the looks are that it is
 * read with, else outside, where the records are. Throws a ConfigurationError where looks that belong together are seen from two vantages.
 */
export function divide(plan: Plan): readonly LookGroup[] {
  const looks = [...plan.looks.values()].filter(({ collect }) => collect);
  const { environment } = plan.run;
  refuseUnknown(environment.vantages, looks);
  const sets = disjointSets(looks.map(({ key }) => key));
  const vantages = new Map(looks.map(({ key, collector }) => [key, vantageOf(collector, environment)]));
  const fixed = (member: string): ReadonlySet<string> =>
    new Set(
      sets
        .of(member)
        .map((key) => vantages.get(key) ?? 'anywhere')
        .filter((vantage) => vantage !== 'anywhere'),
    );
  for (const look of looks)
    for (const read of Object.values(look.reads))
      if (!isOfAnotherRun(read.revision) && vantages.has(read.look)) sets.join(look.key, read.look);
  joinUsers(looks, plan, sets.join);
  const problems = sets.all().flatMap((keys) => (fixed(keys[0] ?? '').size > 1 ? [conflict(keys, vantages)] : []));
  if (problems.length > 0) throw new ConfigurationError(problems);
  // Settling looks of one vantage that one check reads settle together, or nobody could wait for that check.
  for (const { reads } of plan.checks) {
    const settling = Object.values(reads)
      .map(({ look }) => plan.looks.get(look))
      .filter((look) => look?.collect === true && look.collector.settles && vantages.get(look.key) !== 'anywhere');
    for (const vantage of ['cluster', 'outside']) {
      const [first, ...others] = settling.filter((look) => look !== undefined && vantages.get(look.key) === vantage);
      for (const other of others) if (first && other) sets.join(first.key, other.key);
    }
  }
  joinNeeded(plan, sets, fixed);
  const order = environment.applications.map(({ id }) => id);
  return sets.all().map((keys) => {
    const [vantage] = fixed(keys[0] ?? '');
    const about = applicationsOf(keys, plan);
    return { looks: keys, vantage: vantage === 'cluster' ? 'cluster' : 'outside', applications: order.filter((id) => about.has(id)) };
  });
}

/**
 * Which part takes each look. Shards divide the looks of a vantage by application; what is of none is in the first shard, which therefore
 * gets its applications last.
 */
export function placeLooks(groups: readonly LookGroup[], { vantage, of }: Pick<PartName, 'vantage' | 'of'>): Part['looks'] {
  const places: Record<string, Part['looks'][string]> = {};
  let counted = 0;
  for (const group of groups) {
    const isHere = vantage === 'everywhere' || vantage === group.vantage;
    const shard = group.applications.length === 0 ? 1 : of - (counted % of);
    if (isHere && group.applications.length > 0) counted += 1;
    for (const key of group.looks) places[key] = isHere ? { vantage, shard } : { vantage: group.vantage };
  }
  return places;
}

/** From where a look is taken in an environment. */
export const vantageOf = ({ id, vantage }: AnyCollector, { vantages }: Pick<Environment, 'vantages'>): AnyCollector['vantage'] =>
  vantages[id] ?? vantages[id.split('/')[0] ?? ''] ?? vantage;

function refuseUnknown(vantages: Environment['vantages'], looks: readonly PlannedLook[]): void {
  const ids = looks.map(({ collector }) => collector.id);
  const known = new Set(ids.flatMap((id) => [id, id.split('/')[0] ?? id]));
  const problems = Object.keys(vantages)
    .filter((name) => !known.has(name) && !/^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?$/.test(name))
    .map((name): Problem => {
      const guess = nearest(name, [...known]);
      return {
        code: 'UNKNOWN_COLLECTOR',
        message: `\`vantages\` names "${name}", which is no collector and no domain.`,
        where: 'vantages',
        remedy: guess === undefined ? '`verify plan` lists the looks.' : `Did you mean "${guess}"?`,
      };
    });
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function conflict(keys: readonly string[], vantages: ReadonlyMap<string, AnyCollector['vantage']>): Problem {
  const of = (vantage: string): string => keys.filter((key) => vantages.get(key) === vantage).join(', ');
  return {
    code: 'VANTAGES_CONFLICT',
    message: `These looks build on each other or use the same account, and are seen from two vantages: ${of('cluster')} (cluster), ${of('outside')} (outside).`,
    where: 'vantages',
    remedy: 'Give all of them the same vantage in `vantages` of the environment.',
  };
}

/** What one part uses to itself (an account), no other may use at the same time. */
function joinUsers(looks: readonly PlannedLook[], { run }: Plan, join: (a: string, b: string) => void): void {
  const users = new Map<string, string>();
  for (const { key, collector, params } of looks)
    for (const use of collector.uses(params, run).filter((each) => !/:\d+$/.test(each))) {
      const first = users.get(use);
      if (first === undefined) users.set(use, key);
      else join(first, key);
    }
}

/** What only the looks of one group are held up by (the state of a test user) is looked at where they are taken: it can hold them up only there. */
function joinNeeded(plan: Plan, sets: DisjointSets, fixed: (member: string) => ReadonlySet<string>): void {
  const byKey = new Map(plan.checks.map((check) => [check.key, check]));
  const looksOf = (key: string): string[] =>
    Object.values(byKey.get(key)?.reads ?? {}).flatMap(({ look, revision }) => (isOfAnotherRun(revision) || !sets.has(look) ? [] : [look]));
  const dependents = new Map<string, Set<string>>();
  for (const check of plan.checks)
    for (const need of check.needs)
      for (const needed of looksOf(need)) {
        const found = dependents.get(needed) ?? new Set();
        looksOf(check.key).forEach((look) => found.add(look));
        dependents.set(needed, found);
      }
  for (const [needed, looks] of dependents) {
    const [first, ...others] = [...looks];
    if (first === undefined || plan.looks.get(needed)?.collector.settles === true) continue;
    const together = new Set([...fixed(first), ...fixed(needed)]);
    if (others.every((other) => sets.same(first, other)) && together.size <= 1) sets.join(first, needed);
  }
}

function applicationsOf(keys: readonly string[], plan: Plan): ReadonlySet<string> {
  const here = new Set(keys);
  const reading = plan.checks.filter(({ reads }) => Object.values(reads).some(({ look }) => here.has(look)));
  return new Set(reading.flatMap(({ about }) => about ?? []));
}

interface DisjointSets {
  has(member: string): boolean;
  join(a: string, b: string): void;
  same(a: string, b: string): boolean;
  /** The members of the set that it is in, in the order in which they were given. */
  of(member: string): readonly string[];
  /** In the order of their first members. */
  all(): readonly (readonly string[])[];
}

function disjointSets(members: readonly string[]): DisjointSets {
  const sets = new Map(members.map((member) => [member, [member]]));
  const order = new Map(members.map((member, index) => [member, index]));
  return {
    has: (member) => sets.has(member),
    join: (a, b) => {
      const [one, other] = [sets.get(a), sets.get(b)];
      if (!one || !other || one === other) return;
      const joined = [...one, ...other].toSorted((x, y) => (order.get(x) ?? 0) - (order.get(y) ?? 0));
      for (const member of joined) sets.set(member, joined);
    },
    same: (a, b) => sets.get(a) === sets.get(b),
    of: (member) => sets.get(member) ?? [],
    all: () => [...new Set(members.flatMap((member) => [sets.get(member) ?? []]))],
  };
}

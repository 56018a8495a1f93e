import type { Plan, PlannedInstance } from '../plan/plan.ts';
import type { Part, PartName } from './part.ts';

/** The keys of the looks that a part takes. */
export const looksOfPart = (places: Part['looks'], { vantage, shard }: PartName): ReadonlySet<string> =>
  new Set(Object.entries(places).flatMap(([key, place]) => (place.vantage === vantage && place.shard === shard ? [key] : [])));

/** The plan as one part collects it: its own looks alone, and of what stands in the way of a check only what can be judged here. */
export function planOfPart(plan: Plan, keys: ReadonlySet<string>): Plan {
  const isJudgedHere = ({ reads, skipped }: PlannedInstance): boolean =>
    skipped !== undefined ||
    Object.values(reads).every(({ look, revision, optional }) => optional || (revision !== 'baseline' && keys.has(look)));
  const here = new Set(plan.checks.filter(isJudgedHere).map(({ key }) => key));
  return {
    ...plan,
    checks: plan.checks.map((check) => ({ ...check, needs: check.needs.filter((need) => here.has(need)) })),
    looks: new Map([...plan.looks].filter(([key]) => keys.has(key))),
  };
}

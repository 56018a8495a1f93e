import type { Code } from './finding.ts';
import type { Result } from './outcome.ts';
import { compare } from './order.ts';
import { placeOf } from './subject.ts';

type JudgedFinding = Result['findings'][number];
type Because = NonNullable<JudgedFinding['because']>;

/** What was found under one check, code and subject; a judge may find it more than once. */
interface Found {
  readonly name: Because;
  readonly blocking: boolean;
  readonly findings: readonly JudgedFinding[];
}

/**
 * Says of each open finding that another one explains, which one: the root of its chain, by the codes' `explains`. What two
 * checks find alike (the same code and subject) is told by one of them. A cause is open itself and at least as severe. It changes no outcome, waiver or verdict, and the order of the results does not matter.
 */
export function foldConsequences(results: readonly Result[], codes: ReadonlyMap<string, Code>): Result[] {
  const found = foundIn(results);
  const roots = rootsOf([...found.values()], codes);
  return results.map((result) => ({
    ...result,
    findings: result.findings.map((item) => {
      const { because: _, ...plain } = item;
      const root = item.waiver ? undefined : roots.get(keyOf(nameOf(result, item)));
      return root ? { ...plain, because: root } : plain;
    }),
  }));
}

const nameOf = ({ check }: Result, { code, subject }: JudgedFinding): Because => ({ check, code, subject });
const keyOf = ({ check, code, subject }: Because): string => JSON.stringify([check, code, subject]);

function foundIn(results: readonly Result[]): Map<string, Found> {
  const found = new Map<string, Found & { readonly findings: JudgedFinding[] }>();
  for (const result of results) {
    for (const item of result.findings) {
      if (item.waiver) continue;
      const name = nameOf(result, item);
      const known = found.get(keyOf(name));
      if (known) known.findings.push(item);
      else found.set(keyOf(name), { name, blocking: result.severity === 'blocker', findings: [item] });
    }
  }
  return found;
}

/** The root of each that has one, by its key. */
function rootsOf(found: readonly Found[], codes: ReadonlyMap<string, Code>): ReadonlyMap<string, Because> {
  const explained = explanations(codes);
  const byCode = Map.groupBy(found, ({ name }) => name.code);
  const known = new Map<Found, ReadonlySet<Found>>();
  const rootsFrom = (effect: Found): ReadonlySet<Found> => {
    const before = known.get(effect);
    if (before) return before;
    const same = (byCode.get(effect.name.code) ?? []).filter(
      (each) => each.name.subject === effect.name.subject && each !== effect && isAsSevere(each, effect) && byWeight(each, effect) < 0,
    );
    const others = (explained.get(effect.name.code) ?? []).flatMap(({ cause, anywhere }) =>
      (byCode.get(cause) ?? []).filter(
        (each) => isAsSevere(each, effect) && (anywhere || placeOf(effect.name.subject, each.name.subject) !== 'elsewhere'),
      ),
    );
    const causes = [...same, ...others];
    const roots = new Set(causes.length === 0 ? [effect] : causes.flatMap((cause) => [...rootsFrom(cause)]));
    known.set(effect, roots);
    return roots;
  };
  return new Map(
    found.flatMap((effect) => {
      const nearer = (a: Found, b: Found): Found => ((nearness(effect, a) - nearness(effect, b) || byWeight(a, b)) <= 0 ? a : b);
      const root = [...rootsFrom(effect)].reduce(nearer);
      return root === effect ? [] : [[keyOf(effect.name), root.name] as const];
    }),
  );
}

/** The codes that explain a code, in the order of the codes. */
export const explainedBy = (code: string, codes: ReadonlyMap<string, Code>): string[] =>
  (explanations(codes).get(code) ?? []).map(({ cause }) => cause);

interface Explanation {
  readonly cause: string;
  readonly anywhere: boolean;
}

/** What explains a code. Codes that explain each other, if only through others, explain nothing: a chain has an end. */
function explanations(codes: ReadonlyMap<string, Code>): ReadonlyMap<string, readonly Explanation[]> {
  const effectsOf = (code: string): string[] => {
    const { here = [], anywhere = [] } = codes.get(code)?.explains ?? {};
    return [...here, ...anywhere];
  };
  const leadsTo = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const next = [from];
    for (let code = next.pop(); code !== undefined; code = next.pop()) {
      if (code === to) return true;
      if (seen.has(code)) continue;
      seen.add(code);
      next.push(...effectsOf(code));
    }
    return false;
  };
  const all = [...codes.keys()].flatMap((cause) =>
    [...new Set(effectsOf(cause))]
      .filter((effect) => !leadsTo(effect, cause))
      .map((effect) => ({ cause, effect, anywhere: codes.get(cause)?.explains?.anywhere?.includes(effect) ?? false })),
  );
  return Map.groupBy(all, ({ effect }) => effect);
}

const severities: readonly JudgedFinding['severity'][] = ['fail', 'warn', 'info'];
const ranksOf = ({ findings }: Found): number[] => findings.map(({ severity }) => severities.indexOf(severity));
/** Whatever was found of the cause is at least as severe as all that was found of the effect. */
const isAsSevere = (cause: Found, effect: Found): boolean => Math.max(...ranksOf(cause)) <= Math.min(...ranksOf(effect));

const nearness = (effect: Found, root: Found): number =>
  ['same', 'part', 'whole', 'everywhere', 'elsewhere'].indexOf(placeOf(effect.name.subject, root.name.subject));

const byWeight = (a: Found, b: Found): number =>
  Math.min(...ranksOf(a)) - Math.min(...ranksOf(b)) || Number(b.blocking) - Number(a.blocking) || compare(keyOf(a.name), keyOf(b.name));

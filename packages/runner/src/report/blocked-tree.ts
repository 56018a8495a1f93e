import type { CheckReport, Summary } from './summary.ts';

/** What stands in the way of what: a check, and those that were not looked at because of it. */
export interface BlockedNode {
  readonly key: string;
  readonly check: CheckReport | undefined;
  readonly blocked: readonly BlockedNode[];
}

/** One tree for each root cause. A check with two root causes stands in both. */
export function blockedTrees({ checks }: Summary): BlockedNode[] {
  const byKey = new Map(checks.map((check) => [check.result.check, check]));
  const blockedBy = (root: string): CheckReport[] =>
    checks.filter(({ result }) => result.outcome.kind === 'blocked' && result.outcome.by.includes(root));
  const roots = new Set(checks.flatMap(({ result }) => (result.outcome.kind === 'blocked' ? result.outcome.by : [])));
  return [...roots].map((root) => {
    const left = new Set(blockedBy(root));
    const below = (key: string): BlockedNode[] => {
      const direct = [...left].filter((check) => check.planned?.needs.includes(key));
      for (const check of direct) left.delete(check);
      return direct.map((check) => ({ key: check.result.check, check, blocked: below(check.result.check) }));
    };
    const tree = below(root);
    // What no chain of needs leads to is still blocked by it.
    const others = [...left].map((check) => ({ key: check.result.check, check, blocked: [] }));
    return { key: root, check: byKey.get(root), blocked: [...tree, ...others] };
  });
}

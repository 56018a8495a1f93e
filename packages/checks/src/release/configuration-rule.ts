import { whyDestructive, whyDestructiveSeen } from './destructive-change.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import type { RollbackRule } from './rollback-rule.ts';

/** Rule 5: the release deletes or overwrites what no redeployment brings back, and nobody tested an inverse. */
export function configurationRule({
  announced,
  seenElsewhere,
  testedInverse,
}: Pick<RollbackFacts, 'announced' | 'seenElsewhere' | 'testedInverse'>): RollbackRule {
  const rule = 'destructive-configuration';
  const told = announced.flatMap((change) => whyDestructive(change) ?? []);
  const seen = (seenElsewhere ?? [])
    .flatMap((difference) => whyDestructiveSeen(difference) ?? [])
    .map((why) => `Where it was tried before, ${why}`);
  const evidence = [...new Set([...told, ...seen])].toSorted();
  const count = `${evidence.length} change${evidence.length === 1 ? '' : 's'} of the configuration`;
  if (evidence.length === 0)
    return {
      rule,
      holds: false,
      because:
        announced.length === 0
          ? 'the release announces no change of the configuration'
          : 'what the release announces can be undone by hand',
      evidence: [],
    };
  if (testedInverse !== undefined)
    return { rule, holds: false, because: `${count} cannot simply be undone, and the inverse was tested: ${testedInverse}`, evidence };
  return { rule, holds: true, because: `${count} cannot be undone without a backup`, evidence };
}

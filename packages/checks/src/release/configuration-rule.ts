import { whyDestructive, whyDestructiveSeen } from './destructive-change.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import type { RollbackRule } from './rollback-rule.ts';

/** What the rule could not see where the release was tried in no environment before. */
const notSeen = 'an unannounced deletion is not known before the deploy (no environment before)';

const seenElsewhereFirst = 'Where it was tried before, ';

/** Whether a piece of evidence of the rule is of an environment in which the release was tried before. */
export const wasSeenElsewhere = (evidence: string): boolean => evidence.startsWith(seenElsewhereFirst);

/** Whether a rule was made without the record of an environment before. */
export const sawNoOtherEnvironment = ({ because }: RollbackRule): boolean => because.endsWith(notSeen);

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
    .map((why) => `${seenElsewhereFirst}${why}`);
  const evidence = [...new Set([...told, ...seen])].toSorted();
  const count = `${evidence.length} change${evidence.length === 1 ? '' : 's'} of the configuration`;
  const asFarAsSeen = (because: string): string => (seenElsewhere === undefined ? `${because}; ${notSeen}` : because);
  if (evidence.length === 0)
    return {
      rule,
      holds: false,
      because: asFarAsSeen(
        announced.length === 0
          ? 'the release announces no change of the configuration'
          : 'what the release announces can be undone by hand',
      ),
      evidence: [],
    };
  if (testedInverse !== undefined) {
    const because = asFarAsSeen(`${count} cannot simply be undone, and the inverse was tested: ${testedInverse}`);
    return { rule, holds: false, because, evidence };
  }
  return { rule, holds: true, because: `${count} cannot be undone without a backup`, evidence };
}

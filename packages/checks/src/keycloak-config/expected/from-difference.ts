import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import type { Difference } from '../diff/difference.ts';
import { isList } from '../diff/same.ts';
import { membersOf, show } from '../diff/words.ts';
import { holdsSecret } from '../secret-state.ts';

/** What a release would have to announce for this difference to be no surprise. */
export function expectedOf({ kind, object, attribute, before, after }: Difference): readonly ExpectedChange[] {
  if (kind === 'renamed')
    return [
      { object, change: { op: 'is added' } },
      { object: show(before ?? ''), change: { op: 'is removed' } },
    ];
  // The order is what is configured; nobody announces its numbers.
  if (kind === 'renumbered') return [];
  // A release cannot say which key there will be.
  if (object.startsWith('key/') && attribute !== undefined) return [{ object, change: { op: 'changes' } }];
  const at = { object, ...(attribute === undefined ? {} : { attribute }) };
  // Nor what a secret will be, or a text that holds one.
  if (hidesText(before) || hidesText(after)) return [{ ...at, change: { op: 'changes' } }];
  if (after === undefined) return [{ ...at, change: { op: 'is removed' } }];
  if (attribute === undefined && before === undefined) return [{ ...at, change: { op: 'is added' } }];
  if (attribute === undefined) return [{ ...at, change: { op: 'changes' } }];
  if (isList(after) && isList(before ?? []) && kind !== 'moved') return ofMembers(at, isList(before) ? before : [], after);
  // A mapper or an execution: that it is there is what counts.
  if (before === undefined && typeof after === 'object' && !isList(after)) return [{ ...at, change: { op: 'is added' } }];
  return [{ ...at, change: { op: 'becomes', value: after } }];
}

function ofMembers(
  at: Pick<ExpectedChange, 'object' | 'attribute'>,
  before: readonly Json[],
  after: readonly Json[],
): readonly ExpectedChange[] {
  const { added, removed } = membersOf(before, after);
  return [
    ...added.map((value) => ({ ...at, change: { op: 'adds' as const, value } })),
    ...removed.map((value) => ({ ...at, change: { op: 'removes' as const, value } })),
  ];
}

/** True for a text, or a list of texts, in which a secret's place is. */
const hidesText = (value: Json | undefined): boolean => (typeof value === 'string' || isList(value)) && holdsSecret(value);

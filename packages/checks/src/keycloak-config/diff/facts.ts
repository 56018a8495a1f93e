import type { Fact } from '@keycloak-release-gate/core';
import type { Comparison } from './compare.ts';
import type { Objects } from './difference.ts';

/** How much was compared, and what of it could not be. */
export const comparisonFacts = ({ unread, unverifiable }: Comparison, now: { readonly objects: Objects }): readonly Fact[] => [
  { name: 'objects compared', value: Object.keys(now.objects).length },
  { name: 'secrets of which only their being there can be compared', value: unverifiable.length },
  ...(unread.length === 0
    ? []
    : [{ name: 'kinds of objects that could not be read as a whole', value: new Set(unread.map(({ kind }) => kind)).size }]),
];

import type { Selector } from './objects.ts';

/**
 * True where the labels are selected, by the rules of Kubernetes' label selectors. A selector that names nothing selects nothing,
 * unless `empty` says that it selects all, as it does in a disruption budget.
 */
export function isSelected(selector: Selector, labels: Readonly<Record<string, string>>, empty: 'none' | 'all' = 'none'): boolean {
  const wanted = Object.entries(selector.matchLabels ?? {});
  const rules = selector.matchExpressions ?? [];
  if (wanted.length + rules.length === 0) return empty === 'all';
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    rules.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && (values ?? []).includes(value);
        case 'NotIn':
          return value === undefined || !(values ?? []).includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

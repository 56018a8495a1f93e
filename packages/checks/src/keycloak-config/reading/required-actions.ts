import { numbersOf, representations, textOf, without } from './representation.ts';
import type { Reading } from './source.ts';

export const requiredActions: Reading = {
  kinds: ['required-action', 'required-action-order'],
  read: async ({ api, keep }) => {
    const actions = representations(await api.get('/authentication/required-actions', 'view-realm'));
    const inOrder = actions.toSorted((a, b) => Number(a['priority']) - Number(b['priority']));
    for (const action of inOrder) keep('required-action', textOf(action, 'alias'), without(action, 'priority'));
    keep('required-action-order', '', { order: inOrder.map((action) => textOf(action, 'alias')), ...numbersOf(inOrder) });
    return [];
  },
};

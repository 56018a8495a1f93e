import { kindOf, nameOf } from '../world.ts';
import type { ImpactRule } from '../rule.ts';

/** The kinds of objects that are a part of one client, and are named for it. */
const parts = ['client', 'authorization', 'service-account'];

export const client: ImpactRule = {
  id: 'client',
  says: 'A change of a client touches that application.',
  fits: ({ object }) => parts.includes(kindOf(object)),
  // Also where it is gone, or not there yet.
  touches: ({ object }) => [{ kind: 'client', client: nameOf(object), when: 'always', path: [object] }],
  nobody: '',
};

import { describe, expect, it } from 'vitest';
import { parseClusterView } from './cluster-view.ts';

describe('a cluster view', () => {
  it.each([
    [
      'ISPN000094: Received new cluster view for channel ISPN: [vm-1(v=16.0.14)|1] (2) [vm-1(v=16.0.14), vm-2(v=16.0.14) (starting)]',
      { id: 1, coordinator: 'vm-1', size: 2, members: ['vm-1', 'vm-2'], merged: false },
    ],
    [
      'ISPN000093: Received new, MERGED cluster view for channel ISPN: MergeView::[a-7|8] (2) [a-7, b-9], 2 subgroups: [b-9|7] (1) [b-9], [a-7|6] (1) [a-7]',
      { id: 8, coordinator: 'a-7', size: 2, members: ['a-7', 'b-9'], merged: true },
    ],
    ['ISPN000079: Channel `ISPN` local address is `vm-1`', undefined],
  ])('%s', (message, view) => {
    expect(parseClusterView(message)).toEqual(view);
  });
});

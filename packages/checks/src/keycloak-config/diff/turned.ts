import type { Difference } from './difference.ts';

/** The same line, seen from the other side. */
export function turned({ before, after, kind, ...rest }: Difference): Difference {
  return {
    ...rest,
    kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}

import { z } from 'zod';

/**
 * Pairs of versions for which plan A was rehearsed on a restored copy: the newer version changed nothing in the database
 * but its own bookkeeping, and the older one then started and let people in (exception to rule 3 of the rollback rules).
 */
export const RehearsedPairs = z.array(z.strictObject({ from: z.string(), to: z.string() })).default([]);
export type RehearsedPairs = z.infer<typeof RehearsedPairs>;

export const isRehearsed = (pairs: RehearsedPairs, from: string, to: string): boolean =>
  pairs.some((pair) => pair.from === from && pair.to === to);

export type { Difference } from './diff/difference.ts';
export { diff } from './diff/differences.ts';
export { describe, show } from './diff/words.ts';

import type { Attempt } from './journey.ts';

/** An attempt that was begun and did not come to its end: cut off, or without its browser. It says what it leaves behind. */
export class AttemptLost extends Error {
  readonly left: Pick<Attempt, 'password' | 'bruteForce' | 'cleanUp'>;

  constructor(left: AttemptLost['left'], cause: unknown) {
    super('The attempt did not come to its end.', { cause });
    this.name = 'AttemptLost';
    this.left = left;
  }
}

import type { Explanation } from './explanation.ts';
import { to25 } from './to-25.ts';
import { to26_4 } from './to-26.4.ts';
import { to26_7 } from './to-26.7.ts';

/**
 * What upgrades do to a configuration by themselves, oldest first. Recorded by upgrading real servers (`scripts/record-upgrades.ts`);
 * a migration stands under the version that makes it, a field or a default under the first version that may have begun with it.
 */
export const explanations: readonly Explanation[] = [...to25, ...to26_4, ...to26_7];

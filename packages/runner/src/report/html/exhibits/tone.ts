import type { Exhibit, OutcomeKind } from '@keycloak-release-gate/core';

export type Tone = NonNullable<Extract<Exhibit, { kind: 'timeline' }>['events'][number]['tone']>;

/** The icon and the colour of each tone. */
export const toneKinds: Readonly<Record<Tone, OutcomeKind>> = { good: 'pass', warn: 'warn', bad: 'fail', neutral: 'skipped' };

/** The tone in words, for those who see neither shape nor colour. */
export const toneWords: Readonly<Record<Tone, string>> = { good: 'good', warn: 'worth a look', bad: 'bad', neutral: '' };

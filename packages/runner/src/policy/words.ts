import type { Cover } from '@keycloak-release-gate/core';
import type { Matrix, Proof } from './matrix.ts';

/** The matrix in a sentence. */
export function summaryOf({ sentences }: Matrix): string {
  const of = (wanted: string): number => sentences.filter(({ state }) => state === wanted).length;
  const [bare, unprovable] = [of('not covered'), of('not provable')];
  const all = `${sentences.length === 1 ? '1 sentence' : `${sentences.length} sentences`} of the policy`;
  const but = unprovable === 0 ? '' : `; ${unprovable} cannot be proven`;
  return bare === 0 ? `${all}: each is accounted for${but}` : `${all}: ${bare} ${bare === 1 ? 'has' : 'have'} no cover${but}`;
}

/** The checks of a step, by their ids; `[…]` marks those of which there is one for each realm, application and the like. */
export const checksOf = ({ checks }: Proof): string[] => checks.map(({ id, each }) => (each ? `${id}[…]` : id));

/** What covers a sentence beside steps, in words: what it is, and what it says. */
export function coverInWords(cover: Cover): { readonly kind: string; readonly words: string } {
  switch (cover.by) {
    case 'confirmation':
      return { kind: 'confirmed', words: cover.type };
    case 'command':
      return { kind: 'recorded', words: `${cover.command}: ${cover.record}` };
    case 'release file':
      return { kind: 'declared', words: `${cover.member} of the release file: ${cover.record}` };
    case 'checks':
      return { kind: 'proven', words: `in other steps: ${cover.checks.join(', ')}` };
    case 'what follows':
      return { kind: 'introduces', words: cover.sentences.join(', ') };
    case 'nothing':
      return { kind: 'not provable', words: cover.why };
  }
}

import { countOf } from '../report/words.ts';
import type { ReleaseRequest } from './model.ts';

/** What is said first. */
export const titleOfVerdict = ({ verdict }: ReleaseRequest): string =>
  verdict === 'ready' ? 'Ready for the board' : verdict === 'not ready' ? 'Not ready' : 'Not proven yet';

/** Why, in a sentence or two. */
export function sentenceOf({ verdict, missing, evidence, target }: ReleaseRequest): string {
  const where = evidence.map(({ place }) => place.title).join(' and ');
  if (verdict === 'ready') return `It passed on ${where}, and the way back is known. The board is asked to let it go to ${target.title}.`;
  const no = missing.filter(({ saysNo }) => saysNo).length;
  const open = missing.length - no;
  return [
    ...(no > 0 ? [`${countOf(no, 'thing')} ${no === 1 ? 'says' : 'say'} no.`] : []),
    ...(open > 0 ? [`${countOf(open, 'thing')} ${open === 1 ? 'is' : 'are'} not there yet.`] : []),
    'The board is not asked before.',
  ].join(' ');
}

export const tone = { ready: 'pass', 'not ready': 'fail', 'not proven': 'inconclusive' } as const;

/** How a state of the evidence, or of what was said, is drawn. */
export const signOf = { passed: 'pass', given: 'pass', failed: 'fail', missing: 'inconclusive', later: 'skipped' } as const;

export const versionsOf = ({ release: { keycloak } }: ReleaseRequest): string =>
  keycloak.from === keycloak.to ? keycloak.to : `${keycloak.from} → ${keycloak.to}`;

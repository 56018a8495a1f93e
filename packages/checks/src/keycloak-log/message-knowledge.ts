import { lookUp } from './catalogue/index.ts';
import type { Bad, Benign } from './catalogue/entry.ts';
import type { MessageGroup } from './message-groups.ts';

/** What the catalogue says of a message in the versions that logged it. */
export type Knowledge = Bad | Benign | { readonly kind: 'not known'; readonly why?: string };

/** Where versions differ, what is worst of it counts. */
export function knowledgeOf(group: MessageGroup): Knowledge {
  const versions = new Set(group.loggedIn.map(({ run }) => run.log.banner?.version));
  const entries = [...versions].map((version) => lookUp(group, version));
  const bad = entries.find((entry) => entry?.kind === 'bad');
  if (bad) return bad;
  const [benign] = entries;
  if (benign?.kind !== 'benign' || entries.includes(undefined)) return { kind: 'not known' };
  return benign.onlyIn === 'ended run' && group.loggedIn.some(({ run }) => run.state === 'running')
    ? { kind: 'not known', why: 'It says that the server was ending, and the server runs.' }
    : benign;
}

import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { adminApi, RealmMissing, Unseen } from './admin-api.ts';
import { codes } from './codes.ts';
import { RealmConfiguration } from './evidence.ts';
import type { Unreadable } from './evidence.ts';
import { keeper } from './keeper.ts';
import { readings } from './reading/index.ts';
import { progressOf } from './reading/progress.ts';
import { isRepresentation } from './reading/representation.ts';
import type { Reading } from './reading/source.ts';
import { sourceOf } from './reading/source.ts';
import { digestOf } from './secret-digest.ts';

/** The realm as the gate's service account can read it, with single GETs: an export would need a right to change it. */
export const realmConfiguration = defineCollector({
  id: 'keycloak-config/realm',
  version: 4,
  title: 'The configuration of a realm',
  vantage: 'anywhere',
  evidence: RealmConfiguration,
  // A realm with thousands of clients is a normal thing: some requests for each of them.
  timeout: 600_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context) => {
    const kept = keeper(digestOf(context));
    const unreadable: Unreadable[] = [];
    const gaps: Gap[] = [];
    try {
      const api = await adminApi(realm, context);
      // First the realm: without it there is nothing else.
      const settings = await api.get('', 'view-realm');
      // Without view-realm, Keycloak answers with little more than the name, and no error.
      if (!isRepresentation(settings) || typeof settings['enabled'] !== 'boolean') return { gaps: [reduced(realm)] };
      const source = sourceOf(
        api,
        settings,
        kept,
        progressOf((done) => context.tell?.(`${realm}: ${done}`)),
      );
      const parts = await Promise.allSettled(readings.map(async (reading) => reading.read(source)));
      for (const [index, part] of parts.entries()) {
        const reading = readings[index];
        const missed = reading && missedBy(realm, reading, part);
        gaps.push(...(missed?.gaps ?? []));
        unreadable.push(...(missed?.unreadable ?? []));
      }
    } catch (error) {
      if (error instanceof RealmMissing) return { value: { realm, exists: false, objects: {}, ids: {}, ambiguous: [], unreadable: [] } };
      if (error instanceof Unseen) return { gaps: [error.gap] };
      throw error;
    }
    return { value: { realm, exists: true, ...kept.result(), unreadable }, gaps };
  },
});

/** What a reading did not see: a gap for it, and a word about each of its kinds. Throws what is no such thing. */
function missedBy(
  realm: string,
  { kinds }: Reading,
  part: PromiseSettledResult<readonly string[]>,
): { readonly gaps: readonly Gap[]; readonly unreadable: readonly Unreadable[] } {
  const subject = `realm/${realm}/${kinds[0] ?? ''}`;
  if (part.status === 'fulfilled')
    return {
      gaps: part.value.map((reason) => gap(codes.FILTERED, { subject, reason })),
      unreadable: part.value.flatMap((what) => kinds.map((kind) => ({ kind, what, needs: '' }))),
    };
  const reason: unknown = part.reason;
  if (!(reason instanceof Unseen)) throw reason;
  return {
    gaps: [{ ...reason.gap, subject }],
    unreadable: kinds.map((kind) => ({ kind, what: reason.gap.reason, needs: reason.needs })),
  };
}

const reduced = (realm: string): Gap =>
  gap(codes.FORBIDDEN, {
    subject: `realm/${realm}`,
    reason: "The realm came back without its settings: the gate's service account needs the role view-realm.",
  });

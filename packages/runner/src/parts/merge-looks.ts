import { gap, gapCodes } from '@keycloak-release-gate/core';
import type { CollectedRecord, Gap, RecordedLook } from '@keycloak-release-gate/core';
import { looksOfPart } from './part-plan.ts';
import { partInWords } from './part.ts';
import type { Part, PartName } from './part.ts';

/** A part that has looks to take, and is not among those that are given. */
export interface MissingPart {
  readonly name: string;
  /** The command that brings it. */
  readonly command: string;
  readonly looks: readonly string[];
}

/** The parts that the plan has and that are not given, in order. A part without a look is not missed. */
export function missingParts(parts: readonly Part[]): readonly MissingPart[] {
  const [first] = parts;
  if (!first) return [];
  const given = (name: PartName): boolean => parts.some(({ part }) => part.vantage === name.vantage && part.shard === name.shard);
  const vantages = [...new Set(Object.values(first.looks).map(({ vantage }) => vantage))].toSorted();
  return vantages.flatMap((vantage) => {
    const divided = parts.find(({ part }) => part.vantage === vantage);
    // Nobody knows in how many shards a vantage is divided of which no part is there.
    const names = Array.from({ length: divided?.part.of ?? 1 }, (_, index) => ({ vantage, shard: index + 1, of: divided?.part.of ?? 1 }));
    return names
      .filter((name) => !given(name))
      .flatMap((name) => {
        const looks = divided
          ? [...looksOfPart(divided.looks, name)]
          : Object.entries(first.looks).flatMap(([key, place]) => (place.vantage === vantage ? [key] : []));
        return looks.length === 0 ? [] : [{ name: partInWords(name), command: commandOf(name, first.record), looks }];
      });
  });
}

function commandOf({ vantage, shard, of }: PartName, { environment, suite, release }: CollectedRecord): string {
  return [
    `verify collect --env ${environment.id} --suite ${suite.id}`,
    ...(release ? [`--release ${release.id}`] : []),
    ...(vantage === 'everywhere' ? [] : [`--vantage ${vantage}`]),
    ...(of === 1 ? [] : [`--shard ${shard}/${of}`]),
    '--output <folder>',
  ].join(' ');
}

/**
 * The looks of all parts as those of one run. The last round of each part becomes the last of all: what settling asks of the end, it asks of
 * the end of each. What a missing part was to see is a gap, and so is what was seen before the pods that run now were ready.
 */
export function mergeLooks(parts: readonly Part[], missing: readonly MissingPart[]): CollectedRecord['looks'] {
  const lastRound = (part: Part): number =>
    Math.max(0, ...Object.values(part.record.looks).flatMap(({ revisions }) => revisions.map(({ round }) => round)));
  const last = Math.max(0, ...parts.map(lastRound));
  const looks: Record<string, RecordedLook> = {};
  for (const [key, look] of Object.entries(parts[0]?.record.looks ?? {})) looks[key] = { ...look, revisions: [] };
  for (const part of parts) {
    const later = last - lastRound(part);
    for (const key of looksOfPart(part.looks, part.part)) {
      const look = part.record.looks[key];
      if (!look) continue;
      const revisions = look.revisions.map((revision) => ({ ...revision, round: revision.round + later }));
      looks[key] = { ...look, revisions: tooEarly(key, revisions, part, parts) };
    }
  }
  for (const { name, command, looks: keys } of missing)
    for (const key of keys) {
      const look = looks[key];
      if (look) looks[key] = { ...look, revisions: [unseen(partMissing(key, name, command), last, parts)] };
    }
  return looks;
}

const partMissing = (subject: string, name: string, command: string): Gap =>
  gap(gapCodes.PART_MISSING, {
    subject,
    reason: `The part ${name} is missing.`,
    remedy: `Collect it (${command}), and merge all parts again.`,
  });

const unseen = (item: Gap, round: number, parts: readonly Part[]): RecordedLook['revisions'][number] => ({
  round,
  startedAt: parts[0]?.record.run.startedAt ?? '',
  milliseconds: 0,
  gaps: [item],
});

/** Pods that became ready after a look: it saw what ran before them, whatever it saw. */
function tooEarly(key: string, revisions: RecordedLook['revisions'], part: Part, parts: readonly Part[]): RecordedLook['revisions'] {
  const final = revisions.at(-1);
  const changed = parts
    .filter((other) => other !== part && other.target.ready !== undefined)
    .find(({ target }) => isBefore(final?.startedAt, target.ready));
  if (!final || !changed) return revisions;
  const item = gap(gapCodes.SEEN_BEFORE_CHANGE, {
    subject: key,
    reason: `${partInWords(part.part)} looked at it at ${final.startedAt}, and the newest pod became ready at ${changed.target.ready}, as ${partInWords(changed.part)} saw.`,
    remedy: `Collect ${partInWords(part.part)} again, after ${partInWords(changed.part)}, and merge all parts again.`,
  });
  return [...revisions.slice(0, -1), { ...final, gaps: [...final.gaps, item] }];
}

const isBefore = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && Date.parse(a) < Date.parse(b);

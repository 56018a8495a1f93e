import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { originProblems } from '../scenarios/origin.ts';
import { partInWords } from './part.ts';
import type { PartName } from './part.ts';
import type { StoredPart } from './read-part.ts';

/** Minutes that parts may be apart, where nothing else is said: what was seen longer ago says nothing of the same moment. */
const WITHIN_MINUTES = 60;

/** What merged parts must keep to. */
interface Fit {
  /** Minutes that parts may be apart, and that the oldest may be old. */
  readonly withinMinutes?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The parts in their order: those from outside first, as they are collected where the records are. Throws a ConfigurationError, with every
 * reason, where they are not the parts of one plan, collected at one time, and lately; of a production, with scenarios that stand in the history.
 */
export function fittingParts(parts: readonly StoredPart[], { withinMinutes = WITHIN_MINUTES, now }: Fit): readonly StoredPart[] {
  const ordered = parts.toSorted((a, b) => rank(a.document.part) - rank(b.document.part));
  const [first] = ordered;
  if (!first)
    throw new ConfigurationError([
      { code: 'NO_PARTS', message: 'No part is given.', remedy: 'Name the folders that `verify collect` wrote.' },
    ]);
  const problems = [
    ...twice(ordered),
    ...overlapping(ordered),
    ...ordered.flatMap((other) => foreign(first, other)),
    ...apart(ordered, withinMinutes),
    ...old(ordered, withinMinutes, now),
    ...ofNoCommit(ordered),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return ordered;
}

const order = ['everywhere', 'outside', 'cluster'];
const rank = ({ vantage, shard }: PartName): number => order.indexOf(vantage) * 1e6 + shard;

function twice(parts: readonly StoredPart[]): Problem[] {
  const known = new Map<string, StoredPart>();
  return parts.flatMap((part) => {
    const { vantage, shard, of } = part.document.part;
    const name = `${vantage} ${shard}/${of}`;
    const before = known.get(name);
    known.set(name, before ?? part);
    return before
      ? [
          {
            code: 'PART_TWICE',
            message: `The part ${partInWords(part.document.part)} is given twice: ${before.folder} and ${part.folder}.`,
            where: part.folder,
            remedy: 'Leave out the older one.',
          },
        ]
      : [];
  });
}

/** Two ways to divide the same looks: nobody could say which of the two counts. */
function overlapping(parts: readonly StoredPart[]): Problem[] {
  return parts.flatMap((part, index) => {
    const { vantage, of } = part.document.part;
    const other = parts
      .slice(0, index)
      .find(({ document: { part: before } }) =>
        before.vantage === vantage ? before.of !== of : [before.vantage, vantage].includes('everywhere'),
      );
    return other
      ? [
          {
            code: 'PARTS_OVERLAP',
            message: `The parts ${partInWords(other.document.part)} (${other.folder}) and ${partInWords(part.document.part)} take the same looks: the plan was divided in two ways.`,
            where: part.folder,
            remedy: 'Merge parts of one division: the same vantages, and of each the same number of shards.',
          },
        ]
      : [];
  });
}

function foreign(first: StoredPart, other: StoredPart): Problem[] {
  const { plan, pseudonyms } = other.document;
  const expected = first.document;
  if (plan.hash !== expected.plan.hash) {
    const names = [...new Set([...Object.keys(expected.plan.of), ...Object.keys(plan.of)])];
    const differing = names.filter((name) => expected.plan.of[name] !== plan.of[name]);
    return [
      {
        code: 'PARTS_OF_TWO_PLANS',
        message: `${told(first)} and ${told(other)} are of two plans: ${differing.join(', ') || 'their hashes'} ${differing.length === 1 ? 'differs' : 'differ'} (${expected.plan.hash.slice(0, 12)}, ${plan.hash.slice(0, 12)}).`,
        where: other.folder,
        remedy:
          'Collect all parts with the same version of the gate, the same scenarios and variables, the same suite, release and --since.',
      },
    ];
  }
  if (pseudonyms === expected.pseudonyms) return [];
  return [
    {
      code: 'PARTS_KEY_DIFFERS',
      message: `${told(first)} and ${told(other)} were collected with two keys: the same person has another pseudonym in each.`,
      where: other.folder,
      remedy: 'Collect all parts with the same VERIFY_PARTS_KEY.',
    },
  ];
}

const told = ({ folder, document: { part } }: StoredPart): string => `${partInWords(part)} (${folder})`;

function apart(parts: readonly StoredPart[], withinMinutes: number): Problem[] {
  const byStart = parts.toSorted((a, b) => Date.parse(a.document.record.run.startedAt) - Date.parse(b.document.record.run.startedAt));
  const [oldest, newest] = [byStart[0], byStart.at(-1)];
  if (!oldest || !newest) return [];
  const [from, to] = [oldest.document.record.run.startedAt, newest.document.record.run.startedAt];
  if (Date.parse(to) - Date.parse(from) <= withinMinutes * 60_000) return [];
  return [
    {
      code: 'PARTS_APART',
      message: `${told(oldest)} was collected at ${from} and ${told(newest)} at ${to}: more than ${withinMinutes} minutes apart, they are not of one moment.`,
      where: oldest.folder,
      remedy: 'Collect the older part again, or say with --within how many minutes may lie between them.',
    },
  ];
}

/** A merge of old parts would be the newest run, and say that what was seen then is so now. */
function old(parts: readonly StoredPart[], withinMinutes: number, now: number): Problem[] {
  const long = parts.filter(({ document }) => now - Date.parse(document.record.run.startedAt) > withinMinutes * 60_000);
  return long.map((part) => ({
    code: 'PART_OLD',
    message: `${told(part)} was collected at ${part.document.record.run.startedAt}, more than ${withinMinutes} minutes ago: a merge of now would say what was so then.`,
    where: part.folder,
    remedy: 'Collect the part again and merge at once, or say with --within how many minutes old a part may be.',
  }));
}

/** Of a production, what judges stands in the history: each part is of a commit as it is, and all of the same. */
function ofNoCommit(parts: readonly StoredPart[]): Problem[] {
  const production = parts.filter(({ document }) => document.record.environment.production);
  const problems = production.flatMap((part) =>
    originProblems(part.folder, part.document.record.run.scenarios ?? { commit: 'unknown', source: 'the part does not tell it' }),
  );
  const commits = [...new Set(production.flatMap(({ document }) => document.record.run.scenarios?.commit ?? []))];
  if (problems.length > 0 || commits.length < 2) return problems;
  return [
    {
      code: 'PARTS_OF_TWO_COMMITS',
      message: `The environment is a production, and the parts were collected with scenarios of several commits: ${production
        .map((part) => `${told(part)} with ${part.document.record.run.scenarios?.commit.slice(0, 12) ?? ''}`)
        .join(', ')}.`,
      remedy: 'Collect all parts with the scenarios of one commit.',
    },
  ];
}

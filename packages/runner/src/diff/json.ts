import type { Diff, SectionDiff } from './model.ts';
import { exitCodeOf } from './model.ts';
import { impactData } from './touched.ts';

/** The comparison as data: all of it, nothing cut. */
export const jsonDiff = (diff: Diff): string =>
  `${JSON.stringify(
    {
      equal: exitCodeOf(diff) === 0,
      exitCode: exitCodeOf(diff),
      a: sideOf(diff.a),
      b: sideOf(diff.b),
      strict: diff.strict,
      ...(diff.release === undefined ? {} : { release: diff.release }),
      origins: Object.fromEntries(diff.origins),
      realms: diff.realms.map((realm) => ({ realm: realm.realm, ...sectionOf(realm) })),
      ...(diff.serverConfiguration ? { serverConfiguration: sectionOf(diff.serverConfiguration) } : {}),
      server: diff.server,
      missing: diff.missing,
      notCompared: diff.notCompared,
    },
    null,
    2,
  )}\n`;

const sectionOf = ({ objects, comparison, groups, notes, broken, unseen, arrivals, impact, weaker }: SectionDiff): object => ({
  objects,
  differences: groups.flatMap(({ application, differences }) =>
    differences.map((difference) => {
      const note = notes.get(difference) ?? difference.note;
      return { ...(application === undefined ? {} : { application }), ...difference, ...(note === undefined ? {} : { note }) };
    }),
  ),
  announced: { broken: broken.map(({ kind, words }) => ({ kind, words })), unseen, arrivals },
  impact: impactData(impact),
  weaker,
  unverifiable: comparison.unverifiable,
  unread: comparison.unread,
  ambiguous: comparison.ambiguous,
});

const sideOf = ({ name, environment, at, version }: Diff['a']): object => ({
  name,
  environment,
  at,
  ...(version === undefined ? {} : { version }),
});

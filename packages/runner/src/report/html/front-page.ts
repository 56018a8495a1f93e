import { h, together } from './element.ts';
import type { Children, Node } from './element.ts';
import type { RunRecord, ScenariosOrigin, VerdictKind } from '@keycloak-release-gate/core';

import { deployStartTold } from '../deploy-told.ts';
import type { CheckReport } from '../summary.ts';
import { duration, outcomeOrder, outcomeWords, verdictSentence, verdictWords } from '../words.ts';
import { frontLists } from './front-lists.ts';
import { icon } from './icons.ts';
import { outside } from './view.ts';
import type { View } from './view.ts';

export const verdictTone: Readonly<Record<VerdictKind, 'pass' | 'warn' | 'fail' | 'inconclusive'>> = {
  pass: 'pass',
  'pass with warnings': 'warn',
  fail: 'fail',
  inconclusive: 'inconclusive',
  configuration: 'inconclusive',
  internal: 'inconclusive',
  interrupted: 'inconclusive',
};

/** The board's page: what was decided, on what, by whom, and what stands in the way. It prints on one sheet. */
export function frontPage(view: View): Node {
  const { record } = view;
  const tone = verdictTone[record.verdict.kind];
  return h(
    'section',
    { class: 'front', 'aria-labelledby': 'verdict' },
    h('p', { class: 'kicker' }, h('span', null, outside(record.suite.title)), h('span', null, 'Keycloak release gate')),
    h(
      'div',
      { class: `verdict band-${tone}` },
      icon(tone),
      h(
        'div',
        null,
        h('h1', { id: 'verdict' }, verdictWords[record.verdict.kind]),
        h('p', { class: 'lead' }, outside(verdictSentence(record))),
      ),
    ),
    record.run.partial === undefined
      ? null
      : h(
          'p',
          { class: 'caution' },
          h('strong', null, 'Only a part was run: '),
          outside(record.run.partial),
          '. A partial run never opens the gate.',
        ),
    particulars(view),
    counts(view),
    frontLists(view),
  );
}

function particulars(view: View): Children {
  const { record, summary, times } = view;
  const { environment, release, run, tool } = record;
  const rows: readonly (readonly [string, Children])[] = [
    [
      'Environment',
      [outside(environment.title), environment.production ? ' (production)' : '', h('small', null, outside(environment.publicUrl))],
    ],
    [
      'Release',
      release ? [outside(release.id), h('small', null, outside(release.title))] : ['None', h('small', null, 'this suite needs no release')],
    ],
    [
      'Keycloak',
      release
        ? [
            outside(
              release.keycloak.from === release.keycloak.to ? release.keycloak.to : `${release.keycloak.from} → ${release.keycloak.to}`,
            ),
            ...versionsSeen(summary.checks),
          ]
        : versionsSeen(summary.checks),
    ],
    ['Checked', [times.day(run.startedAt), h('small', null, `${times.zone}, in ${duration(summary.milliseconds)}`)]],
    ['By', whoAndWhere(run)],
    ['Suite', [outside(record.suite.id), h('small', null, outside(record.chosen))]],
    ['Deployed', deployed(view)],
    [
      'Record',
      [
        h('span', { class: 'code' }, run.id),
        h('small', null, outside(`${tool.name} ${tool.version}`)),
        ...(run.scenarios ? [scenariosOf(run.scenarios)] : []),
      ],
    ],
  ];
  return together(
    h(
      'dl',
      { class: 'particulars' },
      rows
        .filter(([, value]) => !Array.isArray(value) || value.length > 0)
        .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
    ),
    release?.image === undefined
      ? null
      : h('p', { class: 'image-name' }, h('span', { class: 'label' }, 'Image'), h('span', { class: 'code' }, outside(release.image))),
  );
}

/** Who ran it: in CI, who set off the job, and where that can be read. */
function whoAndWhere({ by, host, ci }: RunRecord['run']): Children {
  if (!ci) return [outside(by), h('small', null, 'on ', outside(host))];
  return [
    outside(ci.actor ?? by),
    h('small', null, 'in ', outside(ci.system), ', on ', outside(host)),
    ...(ci.url === undefined ? [] : [h('small', null, 'run ', outside(ci.url))]),
  ];
}

/** By which scenarios it was judged. */
function scenariosOf({ commit, dirty = false, source, changed = [] }: ScenariosOrigin): Children {
  if (commit === 'unknown') return h('small', null, 'commit of the scenarios unknown', source === undefined ? '' : [': ', outside(source)]);
  return h(
    'small',
    null,
    'scenarios of ',
    h('span', { class: 'code' }, outside(commit.slice(0, 12))),
    dirty ? ` with uncommitted changes (${changed.length === 1 ? '1 file' : `${changed.length} files`})` : '',
  );
}

/** When the deploy began: as it was given, else as a check found out; and which deploy it was. */
function deployed({ record, summary, times }: View): Children {
  const { since, source } = deployStartTold(record, summary);
  const { commit, actor, url } = record.window;
  return [
    since === undefined ? 'not told' : times.moment(since),
    h('small', null, 'source: ', outside(source)),
    ...(commit === undefined ? [] : [h('small', null, 'commit ', h('span', { class: 'code' }, outside(commit)))]),
    ...(actor === undefined ? [] : [h('small', null, 'set off by ', outside(actor))]),
    ...(url === undefined ? [] : [h('small', null, 'run ', outside(url))]),
  ];
}

/** What checks told of versions, beside what the release announces. */
function versionsSeen(checks: readonly CheckReport[]): Node[] {
  return checks
    .flatMap(({ result }) => result.facts.filter((fact) => /version/i.test(fact.name)))
    .slice(0, 3)
    .map((fact) => h('small', null, outside(`${fact.name} ${String(fact.value)}`)));
}

function counts({ summary }: View): Node {
  return h(
    'ul',
    { class: 'counts', 'aria-label': 'Checks by outcome' },
    outcomeOrder.map((kind) =>
      h(
        'li',
        { class: summary.counts[kind] === 0 ? 'none' : '' },
        h('span', { class: 'number' }, summary.counts[kind]),
        h('span', { class: `mark tone-${kind}` }, icon(kind), outcomeWords[kind].word),
      ),
    ),
  );
}

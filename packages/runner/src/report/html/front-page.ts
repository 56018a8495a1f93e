import { h, together } from './element.ts';
import type { Children, Node } from './element.ts';
import type { VerdictKind } from '@keycloak-release-gate/core';

import { openFindings, openGaps, worstFirst } from '../summary.ts';
import type { CheckReport } from '../summary.ts';
import { countOf, duration, outcomeOrder, outcomeWords, titleOf, verdictSentence, verdictWords } from '../words.ts';
import { icon } from './icons.ts';
import { linkTo, outside } from './view.ts';
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

/** A sheet of paper holds about so many lines of a list; the rest stands in the details. */
const listed = 6;

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
    inTheWay(view),
    unseen(view),
    waivers(view),
    notices(view),
  );
}

function particulars({ record, summary, times }: View): Children {
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
    ['By', [outside(run.by), h('small', null, 'on ', outside(run.host))]],
    ['Chosen', [outside(record.suite.id), h('small', null, outside(record.chosen))]],
    [
      'Deployed',
      [
        record.window.since === undefined ? 'not told' : times.moment(record.window.since),
        h('small', null, 'from ', outside(record.window.source)),
      ],
    ],
    ['Record', [h('span', { class: 'code' }, run.id), h('small', null, outside(`${tool.name} ${tool.version}`))]],
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

function inTheWay(view: View): Node | null {
  const checks = worstFirst(view.summary.checks).filter(({ result }) => result.severity === 'blocker' && result.outcome.kind === 'fail');
  if (checks.length === 0) return null;
  return listing(
    'What stands in the way',
    checks.map(({ result }) => {
      const failed = openFindings(result).filter((item) => item.severity === 'fail');
      return [
        icon('fail'),
        h(
          'div',
          null,
          linkTo(view, result.check, outside(titleOf(result))),
          failed[0] ? h('p', null, outside(failed[0].message), failed.length > 1 ? ` And ${failed.length - 1} more.` : '') : null,
        ),
      ];
    }),
  );
}

function unseen(view: View): Node | null {
  const checks = view.summary.checks.filter(({ result }) => openGaps(result).length > 0 || result.outcome.kind === 'blocked');
  if (checks.length === 0) return null;
  return listing(
    'What could not be verified',
    checks.map(({ result }) => {
      const { outcome } = result;
      const gaps = openGaps(result);
      const why: Children =
        outcome.kind === 'blocked'
          ? ['because of ', outcome.by.map((key, index) => [index > 0 ? ', ' : '', linkTo(view, key, outside(titleFor(view, key)))])]
          : [outside(gaps[0]?.reason ?? ''), gaps.length > 1 ? ` And ${gaps.length - 1} more.` : ''];
      return [
        icon(outcome.kind === 'blocked' ? 'blocked' : 'inconclusive'),
        h(
          'div',
          null,
          linkTo(view, result.check, outside(titleOf(result))),
          result.severity === 'blocker' ? '' : ` (${result.severity})`,
          h('p', null, why),
        ),
      ];
    }),
  );
}

function listing(title: string, items: readonly Children[]): Node {
  return h(
    'section',
    { class: 'listing' },
    h('h2', null, title),
    h(
      'ul',
      { class: 'items' },
      items.slice(0, listed).map((item) => h('li', null, item)),
    ),
    items.length > listed
      ? h(
          'p',
          { class: 'more' },
          `And ${countOf(items.length - listed, 'more check')}, in the steps below.`.replace('more checks', 'more checks'),
        )
      : null,
  );
}

function waivers(view: View): Node {
  const { waivers: all } = view.summary;
  if (all.length === 0)
    return h(
      'section',
      { class: 'listing' },
      h('h2', null, 'Waivers'),
      h('p', { class: 'quiet' }, 'None: nothing was accepted in advance.'),
    );
  return h(
    'section',
    { class: 'listing' },
    h('h2', null, 'Waivers'),
    h(
      'ul',
      { class: 'items plain' },
      all
        .slice(0, listed)
        .map(({ waiver, uses, expired }) =>
          h(
            'li',
            null,
            h(
              'div',
              null,
              h('strong', null, outside(`${waiver.code} on ${waiver.subject}`)),
              h('p', null, outside(waiver.reason), waiver.ticket === undefined ? '' : [' (', outside(waiver.ticket), ')']),
              h(
                'p',
                { class: 'quiet' },
                'Accepted by ',
                outside(waiver.owner),
                ` until ${view.times.moment(waiver.expires)}. `,
                use(view, uses, expired),
              ),
            ),
          ),
        ),
    ),
    all.length > listed ? h('p', { class: 'more' }, `And ${countOf(all.length - listed, 'more waiver')}; all stand in run.json.`) : null,
  );
}

function use(view: View, uses: readonly { readonly check: string }[], expired: boolean): Children {
  if (expired) return h('strong', null, 'Expired: it covers nothing.');
  const checks = [...new Set(uses.map((item) => item.check))];
  if (checks.length === 0) return 'Not needed in this run.';
  return ['Used in ', checks.map((check, index) => [index > 0 ? ', ' : '', linkTo(view, check, outside(titleFor(view, check)))]), '.'];
}

function notices({ record }: View): Node | null {
  if (record.notices.length === 0) return null;
  return h(
    'section',
    { class: 'listing' },
    h('h2', null, 'Notices'),
    h(
      'ul',
      { class: 'items' },
      record.notices.slice(0, listed).map((notice) => h('li', null, [icon('warn'), h('div', null, outside(notice))])),
    ),
  );
}

export function titleFor(view: View, check: string): string {
  const found = view.summary.checks.find(({ result }) => result.check === check);
  return found ? titleOf(found.result) : check;
}

import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import { judgedAt, wordsOfChange } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { provenance, rollbackProvenance } from '../provenance.ts';
import type { Provenance } from '../provenance.ts';
import { titleOf } from '../words.ts';
import { computedImpact } from './computed-impact.ts';
import { icon } from './icons.ts';
import { linkTo, outside } from './view.ts';
import type { View } from './view.ts';

/** What was released, its impact and the way back, each statement with the checks that stand behind it. */
export function releasePage(view: View): Node | null {
  const { release } = view.record;
  if (!release) return null;
  const { summary } = view;
  const changes = provenance(
    summary,
    [release.keycloak.to, release.image ?? '', ...release.expectedChanges.map((change) => change.object)],
    /description of the changes/i,
  );
  return h(
    'section',
    { class: 'release', 'aria-labelledby': 'release' },
    h('h2', { id: 'release' }, 'The release'),
    statement('Description of the changes', [h('p', null, outside(release.description)), announced(release)], view, changes),
    statement('Impact', [h('p', null, outside(release.impact)), computedImpact(view, release)], view, provenance(summary, [], /impact/i)),
    statement(
      `Rollback: plan ${release.rollback.plan}`,
      [
        h(
          'p',
          null,
          release.rollback.plan === 'A'
            ? 'Redeploy the old version or restore the old configuration. No database backup is restored.'
            : 'Take Keycloak down, restore the latest backup of the database, then redeploy the old version.',
        ),
        h('p', null, outside(release.rollback.reason)),
      ],
      view,
      rollbackProvenance(summary, view.record),
    ),
    people(view, release),
  );
}

function statement(title: string, text: Children, view: View, { steps, checks }: Provenance): Node {
  const proofs = [...steps.flatMap((step) => step.checks), ...checks];
  return h(
    'div',
    { class: 'statement' },
    h('h3', null, title),
    h('div', { class: 'said' }, text),
    h(
      'div',
      { class: 'proof' },
      h('p', { class: 'label' }, 'Evidence'),
      proofs.length === 0
        ? h('p', { class: 'quiet' }, 'Stated by the author; no check of this suite proves it.')
        : h(
            'ul',
            null,
            proofs.map(({ result }) =>
              h('li', null, icon(result.outcome.kind), h('div', null, linkTo(view, result.check, outside(titleOf(result))))),
            ),
          ),
    ),
  );
}

function announced({ expectedChanges }: Release): Children {
  if (expectedChanges.length === 0) return null;
  return h(
    'ul',
    { class: 'announced' },
    expectedChanges.map((change) =>
      h(
        'li',
        null,
        h('span', { class: 'code' }, outside(wordsOfChange(change))),
        ...(change.why === undefined ? [] : [' ', outside(change.why)]),
      ),
    ),
  );
}

function people({ record, times }: View, release: Release): Node | null {
  const rows: (readonly [string, Children])[] = [
    ...(release.author === undefined ? [] : [['Author', outside(release.author)] as const]),
    ...(release.parties.length === 0 ? [] : [['Parties', outside(release.parties.join(', '))] as const]),
    ...(release.window === undefined
      ? []
      : [['Planned', [times.range(release.window.from, release.window.to), h('small', null, times.zone)]] as const]),
    ...release.confirmations
      .filter((item) => item.release === release.id)
      .map(
        (item) =>
          [
            sentenceCase(item.type),
            [
              outside(`${item.application === undefined ? '' : `${item.application}, `}${item.person}, ${item.role}: ${item.statement}`),
              h(
                'small',
                null,
                times.moment(item.confirmedAt),
                Date.parse(item.expiresAt) <= Date.parse(judgedAt(record.run)) ? ' (no longer valid at the time of this run)' : '',
              ),
            ],
          ] as const,
      ),
  ];
  if (rows.length === 0) return null;
  return h(
    'dl',
    { class: 'particulars' },
    rows.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

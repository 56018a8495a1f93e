import { exhibit } from '../diff/html.ts';
import { shorten } from '../report/clean-text.ts';
import { h } from '../report/html/element.ts';
import type { Children, Node } from '../report/html/element.ts';
import { icon, iconSheet } from '../report/html/icons.ts';
import { pageWithoutScript } from '../report/html/page.ts';
import { times } from '../report/html/times.ts';
import type { Times } from '../report/html/times.ts';
import { outside } from '../report/html/view.ts';
import { countOf } from '../report/words.ts';
import type { Evidence, ReleaseRequest } from './model.ts';
import { style } from './style.ts';
import { sentenceOf, signOf, titleOfVerdict, tone, versionsOf } from './words.ts';

/** So much of a text stands on the first sheet; the rest of it is behind. */
const most = { description: 560, impact: 420, reason: 260, entries: 4, few: 3, entry: 180, short: 110 } as const;

/** The request as one page: the board's four answers on the first sheet, and what they rest on behind it. */
export const htmlRequest = (request: ReleaseRequest): string =>
  pageWithoutScript({
    title: `${titleOfVerdict(request)}: ${request.release.id}, ${request.target.title}`,
    style,
    body: body(request, times(request.target.timeZone)),
  });

const body = (request: ReleaseRequest, at: Times): Node =>
  h(
    'body',
    { class: `is-${tone[request.verdict]}` },
    h('a', { class: 'skip', href: '#details' }, 'To the details'),
    iconSheet(),
    h('main', null, front(request, at), details(request, at)),
    h(
      'footer',
      null,
      h(
        'p',
        null,
        `Made ${at.day(request.at)} (${at.zone}) by keycloak-release-gate ${request.tool}, from the release file, the records of the runs and the computed rollback plan.`,
      ),
    ),
  );

function front(request: ReleaseRequest, at: Times): Node {
  const { release, impact, rollback } = request;
  return h(
    'section',
    { class: request.missing.length > 0 ? 'front crowded' : 'front', 'aria-labelledby': 'verdict' },
    h('p', { class: 'kicker' }, h('span', null, 'Request to the release board'), h('span', null, 'Keycloak release gate')),
    h(
      'div',
      { class: `verdict band-${tone[request.verdict]}` },
      icon(tone[request.verdict]),
      h('div', null, h('h1', { id: 'verdict' }, titleOfVerdict(request)), h('p', { class: 'lead' }, outside(sentenceOf(request)))),
    ),
    particulars(request, at),
    h(
      'div',
      { class: 'answers' },
      answer('What changes', true, [paragraph(release.description, most.description), changesShort(request)]),
      answer('Impact', true, [
        paragraph(impact.declared, most.impact),
        bullets(impact.computed.slice(0, most.entries).map((words) => shorten(words, most.entry))),
      ]),
      answer('Is restoring a database backup needed to roll it back?', false, [
        h('p', null, h('strong', null, outside(rollback.answer))),
        paragraph(rollback.declared.reason, most.reason),
        rollback.lost === '' ? null : h('p', null, outside(shorten(rollback.lost, most.entry))),
        h('p', { class: 'quiet' }, outside(shorten(rollback.verdict, most.entry))),
      ]),
      answer('Evidence', false, evidenceShort(request, at)),
      risksShort(request),
      waiversShort(request, at),
      request.missing.length === 0
        ? null
        : answer('What is missing', true, [
            items(
              request.missing
                .slice(0, most.entries)
                .map(({ what, next, who, saysNo }) => [
                  icon(saysNo ? 'fail' : 'inconclusive'),
                  h('div', null, outside(shorten(what, most.entry)), h('small', null, outside(`${who}: ${shorten(next, most.entry)}`))),
                ]),
            ),
            more(request.missing.length - most.few, 'thing'),
          ]),
    ),
  );
}

/** A spare one is left out on paper, where what is missing needs the room. */
const answer = (title: string, isWide: boolean, content: Children, isSpare = false): Node =>
  h('section', { class: `answer${isWide ? ' wide' : ''}${isSpare ? ' spare' : ''}` }, h('h2', null, title), content);

const paragraph = (text: string, length: number): Children => [
  h('p', null, outside(shorten(text, length))),
  text.length > length ? h('p', { class: 'quiet in-full' }, 'In full below.') : null,
];

const items = (entries: readonly Children[]): Node | null =>
  entries.length === 0
    ? null
    : h(
        'ul',
        { class: 'facts-list' },
        entries.map((entry) => h('li', null, entry)),
      );

const bullets = (texts: readonly string[]): Node | null =>
  texts.length === 0
    ? null
    : h(
        'ul',
        { class: 'announced' },
        texts.map((text) => h('li', null, outside(text))),
      );

/** Two of each, with what the other half of the sheet leaves. */
function risksShort({ risks, missing }: ReleaseRequest): Node | null {
  if (risks.length === 0) return null;
  return answer(
    'Risks',
    false,
    [
      items(risks.slice(0, 2).map(({ words }) => [icon('warn'), h('div', null, outside(shorten(words, most.short)))])),
      more(risks.length - 2, 'risk'),
    ],
    missing.length > 0,
  );
}

function waiversShort({ waivers, missing }: ReleaseRequest, at: Times): Node | null {
  if (waivers.length === 0) return null;
  return answer(
    'Waivers',
    false,
    [
      items(
        waivers
          .slice(0, 2)
          .map(({ waiver, state }) => [
            icon(state === 'valid' ? 'warn' : 'fail'),
            h(
              'div',
              null,
              outside(shorten(waiver.reason, most.short)),
              h(
                'small',
                null,
                outside(shorten(waiver.owner, 40)),
                `, until ${at.moment(waiver.expires)}${state === 'valid' ? '' : `: ${state}`}`,
              ),
            ),
          ]),
      ),
      more(waivers.length - 2, 'waiver'),
    ],
    missing.length > 0,
  );
}

const more = (left: number, noun: string): Node | null =>
  left > 0 ? h('p', { class: 'quiet' }, `And ${countOf(left, `more ${noun}`)}, below.`) : null;

function particulars({ release, target, risks, waivers, ...request }: ReleaseRequest, at: Times): Node {
  const rows: readonly (readonly [string, Children])[] = [
    ['Release', [outside(release.id), h('small', null, outside(shorten(release.title, 80)))]],
    ['Goes to', [outside(target.title), target.production ? h('small', null, 'production') : null]],
    ['Keycloak', [outside(versionsOf({ release, target, risks, waivers, ...request }))]],
    ['Planned', release.window ? [at.range(release.window.from, release.window.to), h('small', null, at.zone)] : ['once it is approved']],
    ['Author', [outside(release.author ?? 'not named')]],
    ['Parties', [outside(shorten(release.parties.join(', ') || 'none named', 90))]],
    ['Risks', [countOf(risks.length, 'risk'), h('small', null, h('a', { href: '#risks' }, 'listed below'))]],
    ['Waivers', [countOf(waivers.length, 'waiver'), h('small', null, h('a', { href: '#waivers' }, 'with owner and expiry'))]],
  ];
  return h(
    'dl',
    { class: 'particulars' },
    rows.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}

function changesShort({ changes, release, missing }: ReleaseRequest): Children {
  const shown = missing.length > 0 ? 2 : most.entries;
  if (changes.length === 0) return h('p', { class: 'quiet' }, release.deploys ? 'No change of the configuration is announced.' : null);
  return [
    h(
      'ul',
      { class: 'announced' },
      changes.slice(0, shown).map((words) => h('li', null, h('span', { class: 'code' }, outside(shorten(words, 120))))),
    ),
    more(changes.length - shown, 'change'),
  ];
}

const evidenceShort = ({ evidence }: ReleaseRequest, at: Times): Children =>
  evidence.length === 0
    ? h('p', null, 'None: it was tried nowhere before.')
    : items(
        evidence
          .slice(0, most.entries)
          .map(({ place, state, words, run }) => [
            icon(signOf[state]),
            h(
              'div',
              null,
              h('strong', null, outside(shorten(place.title, 34))),
              ` ${state === 'passed' ? 'passed' : state === 'failed' ? 'did not pass' : 'not there'}`,
              h('small', null, run ? at.moment(run.finishedAt) : outside(shorten(words, 120))),
            ),
          ]),
      );

function details(request: ReleaseRequest, at: Times): Node {
  const { release, impact, rollback } = request;
  const long = (text: string, length: number): Node | null => (text.length > length ? h('p', null, outside(text)) : null);
  return h(
    'section',
    { class: 'checks details', 'aria-labelledby': 'details' },
    h('h2', { id: 'details' }, 'What it rests on'),
    part('missing', 'What is missing', [
      items(
        request.missing.map(({ what, next, who, saysNo }) => [
          icon(saysNo ? 'fail' : 'inconclusive'),
          h('div', null, outside(what), h('small', null, outside(`${who}: ${next}`))),
        ]),
      ) ?? h('p', null, 'Nothing.'),
    ]),
    part('evidence', 'Evidence', evidenceLong(request.evidence, at)),
    part('changes', 'Every change that is announced', [
      long(release.description, most.description),
      release.image === undefined ? null : h('p', null, 'Image ', h('span', { class: 'code' }, outside(release.image))),
      request.changes.length === 0
        ? h('p', null, 'No change of the configuration.')
        : h(
            'ul',
            { class: 'announced' },
            request.changes.map((words) => h('li', null, h('span', { class: 'code' }, outside(words)))),
          ),
    ]),
    part('impact', 'Impact, computed', [long(impact.declared, most.impact), bullets(impact.computed), impact.exhibits.map(exhibit)]),
    part('rollback', 'The way back', [
      h('p', null, h('strong', null, outside(rollback.answer)), '. ', outside(rollback.verdict)),
      h('p', null, 'Declared: plan ', rollback.declared.plan, '. ', outside(rollback.declared.reason)),
      rollback.lost === '' ? null : h('p', null, outside(rollback.lost)),
      ...(rollback.computed
        ? [
            h(
              'p',
              null,
              'Computed for ',
              outside(rollback.computed.environment),
              `, ${at.moment(rollback.computed.at)}: `,
              outside(rollback.computed.because),
            ),
            items(
              rollback.computed.rules.map(({ rule, holds, because, decides }) => [
                icon(decides ? 'warn' : holds === null ? 'inconclusive' : 'skipped'),
                h('div', null, h('strong', null, outside(rule)), decides ? ' (decides)' : '', h('small', null, outside(because))),
              ]),
            ),
            bullets(rollback.computed.tried),
          ]
        : []),
    ]),
    part(
      'confirmations',
      'What people said',
      items(
        request.confirmations.map(({ type, state, words }) => [
          icon(signOf[state]),
          h('div', null, h('strong', null, outside(type)), state === 'later' ? ' (later)' : '', h('small', null, outside(words))),
        ]),
      ),
    ),
    part('risks', 'Risks', [
      items(
        request.risks.map(({ words, code, where }) => [
          icon('warn'),
          h('div', null, outside(words), h('small', null, outside([code ?? '', where.join(', ')].filter(Boolean).join(' · ')))),
        ]),
      ) ?? h('p', null, 'None was seen: no warning on the way, and nothing in the trial of the way back.'),
    ]),
    part('waivers', 'Waivers', [
      items(
        request.waivers.map(({ waiver, state, usedIn }) => [
          icon(state === 'valid' ? 'warn' : 'fail'),
          h(
            'div',
            null,
            h('strong', null, outside(`${waiver.code} on ${waiver.subject}`)),
            h('small', null, outside(`${waiver.reason}${waiver.ticket === undefined ? '' : ` (${waiver.ticket})`}`)),
            h(
              'small',
              null,
              'Accepted by ',
              outside(waiver.owner),
              ` until ${at.moment(waiver.expires)}${state === 'valid' ? '' : `: ${state}`}. `,
              usedIn.length === 0 ? 'Used in no run.' : outside(`Used on ${usedIn.join(', ')}.`),
            ),
          ),
        ]),
      ) ?? h('p', null, 'None: nothing was accepted in advance.'),
    ]),
  );
}

const part = (id: string, title: string, content: Children): Node =>
  h('section', { class: 'part', 'aria-labelledby': id }, h('h3', { id }, title), content);

const evidenceLong = (evidence: readonly Evidence[], at: Times): Children =>
  items(
    evidence.map(({ place, state, words, run }) => [
      icon(signOf[state]),
      h(
        'div',
        null,
        h('strong', null, outside(place.title)),
        ': ',
        outside(words),
        run
          ? [
              h(
                'small',
                null,
                h('a', { href: `${run.folder}/report.html` }, outside(`${run.suite}, run ${run.id}`)),
                `, ${at.moment(run.finishedAt)} (${at.zone}), by `,
                outside(run.by),
              ),
              h('p', { class: 'hash' }, `SHA-256 of its manifest: ${run.sha256}`),
            ]
          : null,
      ),
    ]),
  ) ?? h('p', null, 'None: it was tried nowhere before.');

import { expect, it } from 'vitest';
import { sampleRecord } from '../../test/sample-record.ts';
import { deployParts, deployStartTold } from './deploy-told.ts';
import { renderHtml } from './html/document.ts';
import { summarise } from './summary.ts';
import { renderTerminal } from './terminal.ts';

const record = {
  ...sampleRecord(),
  window: {
    since: '2026-11-23T20:00:00.000Z',
    source: "the Deploy action's run 562 (GitHub's API)",
    commit: 'acb5820ced9479c074f688cc328bf03f341a511d',
    actor: 'octocat',
    url: 'https://github.com/octo-org/octo-repo/actions/runs/30433642',
  },
};

it('tells the deploy that was given, with all that is known of it', () => {
  expect(deployParts(record, summarise(record))).toEqual([
    "deployed 2026-11-23T20:00:00.000Z (the Deploy action's run 562 (GitHub's API))",
    'commit acb5820ced94',
    'set off by octocat',
    'https://github.com/octo-org/octo-repo/actions/runs/30433642',
  ]);
});

it('tells it at the head of the terminal, and on the first page', () => {
  const terminal = renderTerminal(record, { folder: 'reports/x', colour: false, width: 120 }).replaceAll(/\s+/g, ' ');
  expect(terminal).toContain(
    "deployed 2026-11-23T20:00:00.000Z (the Deploy action's run 562 (GitHub's API)) · commit acb5820ced94 · set off by octocat",
  );
  const page = renderHtml(record, () => new Uint8Array());
  for (const told of ['Deploy action&#39;s run 562', record.window.commit, 'octocat', record.window.url])
    expect(page.replaceAll('&#x27;', '&#39;').replaceAll("'", '&#39;')).toContain(told);
});

it('tells what a check found out where nothing was given, and nothing where none did', () => {
  const plain = { ...record, window: { source: "the newest revision's creation" } };
  const summary = summarise(plain);
  const without = { ...summary, checks: [] };
  expect(deployStartTold(plain, without)).toEqual({ source: "the newest revision's creation" });
  expect(deployParts(plain, without)).toEqual([]);
  const [first] = summary.checks;
  if (!first) throw new Error('The sample has checks.');
  const facts = [
    { name: 'start of the deploy', value: '2026-11-23T20:00:42Z' },
    { name: 'source of that time', value: 'when the ReplicaSet keycloak-1 was created' },
  ];
  const told = { ...summary, checks: [{ ...first, result: { ...first.result, facts } }] };
  expect(deployParts(plain, told)).toEqual(['deployed 2026-11-23T20:00:42Z (when the ReplicaSet keycloak-1 was created)']);
});

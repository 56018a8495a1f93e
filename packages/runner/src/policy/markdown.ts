import { code, plain } from '../diff/markdown.ts';
import type { Matrix, TracedSentence } from './matrix.ts';
import { checksOf, coverInWords, summaryOf } from './words.ts';

/** The matrix as tables of Markdown, one for each chapter. */
export function markdownPolicy(matrix: Matrix): string {
  const chapters = Map.groupBy(matrix.sentences, ({ id }) => id.split('/')[0] ?? '');
  return [
    `${plain(summaryOf(matrix))}.`,
    ...[...chapters].flatMap(([chapter, sentences]) => [`## ${plain(chapter)}`, table(sentences)]),
    ...(matrix.beside.length === 0
      ? []
      : ['## Beside the policy', table(matrix.beside.map((each) => ({ ...each, state: 'covered', covers: [], problems: [] })))]),
  ].join('\n\n');
}

const table = (sentences: readonly TracedSentence[]): string =>
  ['| sentence | proven by | and |', '| --- | --- | --- |', ...sentences.map(row)].join('\n');

function row({ id, sentence, proofs, covers, problems }: TracedSentence): string {
  const proven = proofs.map((each) => `${plain(each.suite)}: ${checksOf(each).map(code).join(', ')}`);
  const others = [
    ...covers.map(coverInWords).map(({ kind, words }) => `${kind}: ${plain(words)}`),
    ...problems.map((problem) => `**${plain(problem)}**`),
  ];
  return `| ${plain(sentence)}<br>${code(id)} | ${proven.join('<br>')} | ${others.join('<br>')} |`;
}

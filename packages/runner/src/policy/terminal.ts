import { writer } from '../report/terminal-writer.ts';
import type { Terminal } from '../report/terminal-writer.ts';
import { exitCodeOf } from './matrix.ts';
import type { Matrix, Proof, TracedSentence } from './matrix.ts';
import { cleanLine } from '../report/clean-text.ts';
import { checksOf, coverInWords, summaryOf } from './words.ts';

const marks = { covered: '✓ ', 'not provable': '– ', 'not covered': '✗ ' } as const;
const tones = { covered: undefined, 'not provable': 'yellow', 'not covered': 'red' } as const;

/** The matrix for a terminal: each sentence, and below it what covers it. */
export function terminalPolicy(matrix: Matrix, terminal: Terminal): string {
  const { paint, line } = writer(terminal);
  const proof = (each: Proof): string => line(6, checksOf(each).join(', '), undefined, `${each.suite}  `);
  const sentence = ({ sentence: text, state, proofs, covers, problems }: TracedSentence): string[] => [
    line(2, cleanLine(text), tones[state], marks[state]),
    ...proofs.map(proof),
    ...covers.map(coverInWords).map(({ kind, words }) => line(6, cleanLine(words), 'dim', `${kind}  `)),
    ...problems.map((problem) => line(6, problem, 'red')),
  ];
  const chapters = Map.groupBy(matrix.sentences, ({ id }) => id.split('/')[0] ?? '');
  return [
    paint(exitCodeOf(matrix) === 0 ? 'green' : 'red', summaryOf(matrix)),
    ...[...chapters].flatMap(([chapter, sentences]) => ['', paint('bold', chapter), ...sentences.flatMap(sentence)]),
    ...(matrix.beside.length === 0 ? [] : ['', paint('bold', 'beside the policy')]),
    ...matrix.beside.flatMap((each) => [line(2, cleanLine(each.sentence)), ...each.proofs.map(proof)]),
    '',
  ].join('\n');
}

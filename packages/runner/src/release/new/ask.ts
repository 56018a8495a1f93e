import { createInterface } from 'node:readline';
import { partsOf, questions } from './answers.ts';
import type { Answers, Known, Question } from './answers.ts';

/**
 * Asks what was not answered yet; an answer that cannot be is asked for again, with why. Undefined where the input ended before all was
 * answered.
 */
export async function askAll(
  given: Answers,
  known: Known,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<Answers | undefined> {
  const lines = createInterface({ input });
  try {
    // Lines may come faster than they are asked for.
    const each = lines[Symbol.asyncIterator]();
    const next = async (question: Question): Promise<string | undefined> => {
      const proposed = question.proposed?.(known);
      output.write(`${question.ask}${hint(question, proposed)}: `);
      const line = await each.next();
      if (line.done === true) return undefined;
      return line.value.trim() === '' && proposed !== undefined ? proposed : line.value;
    };
    let answers = given;
    for (const question of questions.filter(({ name }) => given[name] === undefined)) {
      let parts: readonly string[] | undefined;
      while (parts === undefined) {
        const answer = await next(question);
        if (answer === undefined) return undefined;
        const told = partsOf(question, answer);
        const wrong = told.flatMap((part) => question.wrong?.(part, known) ?? []);
        if (wrong.length > 0) output.write(`  ${wrong.join('\n  ')}\n`);
        else if (told.length > 0 || question.optional) parts = told;
        else output.write(`  This is needed; for example: ${question.like}\n`);
      }
      answers = withAnswer(answers, question, parts);
    }
    return answers;
  } finally {
    lines.close();
  }
}

function hint({ optional, like }: Question, proposed: string | undefined): string {
  if (proposed !== undefined) return ` [${proposed}]`;
  return optional ? ` (${like}; Enter to leave out)` : ` (${like})`;
}

/** The answers with one more; nothing is added where it was left out. */
function withAnswer(answers: Answers, { name, list }: Question, parts: readonly string[]): Answers {
  const [first] = parts;
  if (first === undefined) return answers;
  return { ...answers, [name]: list ? parts : first };
}

import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** How the jobs and steps before went, for the functions that ask for it. */
export type Status = 'success' | 'failure' | 'cancelled';

type Contexts = Readonly<Record<string, unknown>>;

/** The value of an expression of GitHub Actions, by GitHub's own evaluator. */
function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): unknown {
  const functions = statusFunctions(status);
  const parser = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions);
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const value = new Evaluator(parser.parse(), context, new Map(functions.map((item) => [item.name, item]))).evaluate();
  return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
}

/** A text with `${{ … }}` in it, each replaced by its value. */
export const interpolate = (text: string, contexts: Contexts): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => asText(evaluate(expression.trim(), contexts)));

/** Whether a job or step with this `if` is run: without a function that asks for the status, all before it must have succeeded. */
export function isRun(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const expression = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asks = /\b(success|failure|cancelled|always)\s*\(/.test(expression);
  const value = evaluate(asks ? expression : `success() && (${expression})`, contexts, status);
  return value !== false && value !== '' && value !== 0 && value !== null;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));

const statusFunctions = (status: Status) =>
  Object.entries({ always: true, success: status === 'success', failure: status === 'failure', cancelled: status === 'cancelled' }).map(
    ([name, value]) => ({ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }),
  );

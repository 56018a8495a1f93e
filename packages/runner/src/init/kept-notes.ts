import { literal } from '../release/new/file-text.ts';

/** A file that was there before, with what stands in it. */
interface KeptFile {
  readonly path: string;
  readonly text: string;
}

/**
 * What is left to do by hand, since nothing is written over: files that should name the environment and do not, and last of all that the
 * environment's own file says nothing of what was seen. Pure.
 */
export function keptNotes(environment: string, kept: readonly KeptFile[]): readonly string[] {
  const notNamed = kept.filter(({ path, text }) => /^(applications|releases)\//.test(path) && !text.includes(literal(environment)));
  return [
    ...notNamed.map(
      ({ path }) => `  ! ${path} was there: add ${literal(environment)} to its \`environments\`, if it is of this environment too`,
    ),
    ...kept
      .filter(({ path }) => path === `environments/${environment}.ts`)
      .map(({ path }) => `Warning: ${path} was there, and says nothing of what was seen now. Remove or rename it, and run init again.`),
  ];
}

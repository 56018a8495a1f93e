import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';

export interface JunitCounts {
  readonly suites: number;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

const syntax = new SyntaxValidator({ invalidCharSequence: { tagValue: true, attrLt: true } });

/** Parses the XML as a consumer would. Throws when it is not well-formed or when a count differs from what was meant. */
export function parseAgain(xml: string, meant: JunitCounts): void {
  syntax.validate(xml);
  const counts = countAgain(xml);
  for (const key of ['suites', 'tests', 'failures', 'errors', 'skipped'] as const) {
    if (counts[key] !== meant[key]) throw new Error(`junit.xml would be read as ${counts[key]} ${key}, where there are ${meant[key]}`);
  }
}

/** The counts as they are found by looking at each test case, not as the attributes claim. */
export function countAgain(xml: string): JunitCounts {
  const nodes: unknown = new XMLParser({ preserveOrder: true, processEntities: false, ignoreAttributes: true }).parse(xml);
  const suites = childrenOf(nodes, 'testsuites').flatMap((root) => childrenOf(root, 'testsuite'));
  const cases = suites.flatMap((suite) => childrenOf(suite, 'testcase'));
  const having = (name: string): number => cases.filter((item) => childrenOf(item, name).length > 0).length;
  return { suites: suites.length, tests: cases.length, failures: having('failure'), errors: having('error'), skipped: having('skipped') };
}

/** The contents of the children of this name, in the parser's ordered form: a list of `{name: children}`. */
function childrenOf(nodes: unknown, name: string): unknown[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) =>
    typeof node === 'object' && node !== null && name in node ? [(node as Readonly<Record<string, unknown>>)[name]] : [],
  );
}

import type { RunRecord } from '@keycloak-release-gate/core';
import { cleanLine, shorten } from './clean-text.ts';
import { caseOf } from './junit-case.ts';
import type { CaseKind, JunitCase } from './junit-case.ts';
import { parseAgain } from './junit-parse.ts';
import type { JunitCounts } from './junit-parse.ts';
import { summarise } from './summary.ts';
import type { CheckReport, StepReport } from './summary.ts';
import { verdictSentence, verdictWords } from './words.ts';
import { xmlDocument } from './xml.ts';
import type { XmlElement } from './xml.ts';

export interface JunitOptions {
  /** The run's folder as the CI engine is to find attachments in it: relative to the project. */
  readonly folder?: string;
}

/** Azure cuts names at this length, and two names that are then equal become one test. */
const nameLength = 512;

/**
 * The record in JUnit's XML, as Jenkins (junit-10.xsd) and Surefire (surefire-test-report.xsd) define it: one test suite
 * for each step, one test case for each check. It has a failure or an error exactly when the exit code is not 0: what only
 * warns passes with `WARNING:` in its output, and where the gate stays closed although no check failed (a partial run), a
 * case of its own says so. The result is parsed again; it throws where another reader would count differently.
 */
export function renderJunit(record: RunRecord, options: JunitOptions = {}): string {
  const { steps, milliseconds, causes } = summarise(record);
  const told = { record, causes, folder: options.folder ?? '' };
  const name = uniqueNames();
  const suites = steps.map((step) => ({
    step,
    cases: step.checks.map((check) => caseOf(check, told, name(check))),
  }));
  const elements = suites.map(({ step, cases }) => suiteElement(stepName(step, name), timeOf(step), cases, properties(record, step)));
  const cases = suites.flatMap((suite) => suite.cases);
  const closed = record.verdict.exitCode !== 0 && !cases.some(({ kind }) => kind === 'failure' || kind === 'error');
  if (closed) {
    const verdict = verdictCase(record);
    cases.push(verdict);
    elements.push(suiteElement('Verdict', 0, [verdict], properties(record)));
  }
  const counts = { suites: elements.length, ...countCases(cases) };
  const xml = xmlDocument({
    name: 'testsuites',
    attributes: {
      name: line(`${record.suite.id} on ${record.environment.id}`),
      time: seconds(milliseconds),
      tests: counts.tests,
      failures: counts.failures,
      errors: counts.errors,
    },
    children: elements,
  });
  parseAgain(xml, counts);
  return xml;
}

function suiteElement(name: string, milliseconds: number, cases: readonly JunitCase[], about: XmlElement): XmlElement {
  const { tests, failures, errors, skipped } = countCases(cases);
  return {
    name: 'testsuite',
    attributes: { name, time: seconds(milliseconds), tests, failures, errors, skipped },
    children: [about, ...cases.map((item) => item.element)],
  };
}

const countCases = (cases: readonly JunitCase[]): Omit<JunitCounts, 'suites'> => {
  const of = (kind: CaseKind): number => cases.filter((item) => item.kind === kind).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
};

/** Says that the gate is closed where no test case does. */
function verdictCase({ verdict, results, run, suite }: RunRecord): JunitCase {
  const type = verdictWords[verdict.kind];
  const message = line(verdictSentence({ verdict, results, run }));
  return {
    kind: 'error',
    element: {
      name: 'testcase',
      attributes: { name: 'The gate opens', classname: line(`${suite.id}.gate`), time: seconds(0) },
      children: [
        {
          name: 'error',
          attributes: { message, type },
          children: verdict.reasons
            .map((reason) => line(reason, 2000))
            .join('\n')
            .slice(0, 32_000),
        },
      ],
    },
  };
}

function properties({ run, tool, environment, release, suite, verdict }: RunRecord, step?: StepReport): XmlElement {
  const values: Readonly<Record<string, string | undefined>> = {
    'run.id': run.id,
    'run.started': run.startedAt,
    'run.finished': run.finishedAt,
    'run.host': run.host,
    'run.by': run.ci?.actor ?? run.by,
    'run.url': run.ci?.url,
    'scenarios.commit': run.scenarios?.commit,
    'scenarios.dirty': run.scenarios?.dirty === undefined ? undefined : String(run.scenarios.dirty),
    tool: `${tool.name} ${tool.version}`,
    environment: environment.id,
    suite: suite.id,
    release: release?.id,
    'keycloak.from': release?.keycloak.from,
    'keycloak.to': release?.keycloak.to,
    policy: step?.policy,
    verdict: verdict.kind,
    'exit-code': String(verdict.exitCode),
  };
  return {
    name: 'properties',
    children: Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : { name: 'property', attributes: { name, value: line(value) } },
    ),
  };
}

/** Gives each check a name that no other test case has, whatever the titles are. */
function uniqueNames(): (check: CheckReport | string) => string {
  const taken = new Set<string>();
  return (check) => {
    const wanted =
      typeof check === 'string'
        ? [check]
        : [
            check.result.about === undefined ? check.result.title : `${check.result.title} (${check.result.about})`,
            `${check.result.title} [${check.result.check}]`,
          ];
    for (const name of wanted.map((text) => line(text))) {
      if (name !== '' && !taken.has(name)) {
        taken.add(name);
        return name;
      }
    }
    const base = shorten(line(wanted.at(-1) ?? '') || 'check', nameLength - 12);
    let ordinal = 2;
    while (taken.has(`${base} #${ordinal}`)) ordinal += 1;
    taken.add(`${base} #${ordinal}`);
    return `${base} #${ordinal}`;
  };
}

const stepName = (step: StepReport, name: (text: string) => string): string => name(step.sentence);

/** The time of a step: each of its looks once, however many of its checks read it. */
const timeOf = (step: StepReport): number => {
  const looks = new Map(step.checks.flatMap((check) => check.looks.map((look) => [look.key, look] as const)));
  return [...looks.values()].flatMap((look) => look.revisions).reduce((sum, revision) => sum + revision.milliseconds, 0);
};

const line = (text: string, length = nameLength): string => shorten(cleanLine(text), length);

/** Seconds with three decimals, as Surefire's schema wants them. */
export const seconds = (milliseconds: number): string => (Math.max(0, milliseconds) / 1000).toFixed(3);

import { z } from 'zod';
import type { Json } from './json.ts';

/** What a finding or a gap of this code does to the outcome of its check. */
export type CodeSeverity = 'fail' | 'warn' | 'info';

/** A permanent name for one thing that can be wrong (or could not be seen). Never renamed, never reused. */
export interface Code {
  readonly code: string;
  readonly title: string;
  readonly severity: CodeSeverity;
  /** What to do about it, as one would say it to a colleague. */
  readonly remedy: string;
  /** True for a gap that no further look of the same run can close: settling does not wait for it. */
  readonly final?: boolean;
  /** More than a sentence, for the generated reference. */
  readonly doc?: string;
  /** What else is found because of this: reports fold those findings under this one. It never changes an outcome. */
  readonly explains?: Explains;
}

/** Codes of consequences, by where they are found. */
export interface Explains {
  /** On the same pod (`pod/a` and its part `pod/a/keycloak`) or application, or on something that is neither (`deployment/keycloak`). */
  readonly here?: readonly string[];
  /** On any subject: an old pod that lives on because a new one cannot start. */
  readonly anywhere?: readonly string[];
}

/**
 * The codes of one domain. `defineCodes('kubernetes', { CRASH_LOOP: {…} })` names each `kubernetes/CRASH_LOOP`.
 */
export function defineCodes<const T extends Record<string, Omit<Code, 'code'>>>(
  domain: string,
  codes: T,
): { readonly [K in keyof T]: Code } {
  const named: Record<string, Code> = {};
  for (const [name, code] of Object.entries(codes)) named[name] = { code: `${domain}/${name}`, ...code };
  return named as { readonly [K in keyof T]: Code };
}

const json: z.ZodType<Json> = z.json();

export const Finding = z.object({
  code: z.string(),
  title: z.string(),
  severity: z.enum(['fail', 'warn', 'info']),
  /** What it is about: `pod/keycloak-7d9f-abcde`, `client/portal`, `application/wiki`. */
  subject: z.string(),
  message: z.string(),
  remedy: z.string(),
  expected: json.optional(),
  actual: json.optional(),
  /** True where waiting longer cannot help: settling ends at once. */
  terminal: z.boolean().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What could not be seen. It carries why, and what to do so that it is seen next time. */
export const Gap = z.object({
  code: z.string(),
  subject: z.string(),
  reason: z.string(),
  remedy: z.string(),
});
export type Gap = z.infer<typeof Gap>;

/** Worth telling although nothing is wrong. */
export const Fact = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  unit: z.string().optional(),
});
export type Fact = z.infer<typeof Fact>;

/** What is found, with the code's title, severity and remedy; `remedy` and `severity` may be said more exactly for the case. */
export function finding(
  code: Code,
  found: {
    readonly subject: string;
    readonly message: string;
    readonly expected?: Json;
    readonly actual?: Json;
    readonly remedy?: string;
    readonly severity?: CodeSeverity;
    readonly terminal?: boolean;
  },
): Finding {
  return {
    code: code.code,
    title: code.title,
    severity: found.severity ?? code.severity,
    subject: found.subject,
    message: found.message,
    remedy: found.remedy ?? code.remedy,
    ...(found.expected === undefined ? {} : { expected: found.expected }),
    ...(found.actual === undefined ? {} : { actual: found.actual }),
    ...(found.terminal === undefined ? {} : { terminal: found.terminal }),
  };
}

/** What could not be seen, under a permanent code. */
export function gap(code: Code, seen: { readonly subject: string; readonly reason: string; readonly remedy?: string }): Gap {
  return {
    code: code.code,
    subject: seen.subject,
    reason: seen.reason,
    remedy: seen.remedy ?? code.remedy,
  };
}

/** Gaps that any collector can have; given by the runner or by the collector itself. */
export const gapCodes = defineCodes('gap', {
  TIMED_OUT: {
    title: 'The look took too long',
    severity: 'fail',
    remedy: 'Find out why the system answers slowly, or raise the timeout of this look.',
  },
  DEADLINE: {
    title: 'The run ended before this was looked at',
    severity: 'fail',
    remedy: 'Run it again with a later --deadline, or find what took the time: the report lists how long each look took.',
  },
  INTERRUPTED: {
    title: 'The run was interrupted',
    severity: 'fail',
    remedy: 'Run it again, to its end.',
  },
  COLLECTOR_CRASHED: {
    title: 'The collector crashed',
    severity: 'fail',
    remedy: 'This is a defect of the gate: please report it with the message in the evidence.',
  },
  EVIDENCE_MALFORMED: {
    title: 'The collector returned what its schema does not allow',
    severity: 'fail',
    remedy: 'This is a defect of the gate, or an answer of the server that nobody has seen yet: please report it.',
  },
  JUDGE_CRASHED: {
    title: 'The check crashed while judging',
    severity: 'fail',
    remedy: 'This is a defect of the gate: please report it with the run record.',
  },
  NOT_DECLARED: {
    title: 'The environment does not say where to look',
    severity: 'fail',
    final: true,
    remedy: 'Add it to the environment file; `verify doctor` shows what else is missing.',
  },
  BASELINE_MISSING: {
    title: 'There is no record from before the release to compare with',
    severity: 'fail',
    final: true,
    remedy: 'Run the pre-release suite before the deploy, or name a run with --baseline.',
  },
  NOT_COLLECTED: {
    title: 'This was not looked at',
    severity: 'fail',
    remedy: 'See the check that stood in the way.',
  },
  NOT_SETTLED: {
    title: 'It was too early to tell when the time was up',
    severity: 'fail',
    remedy: 'Look at why it takes so long, or let it settle for longer (`settle.within` of the environment).',
  },
  PART_MISSING: {
    title: 'The part that looks at this was not given',
    severity: 'fail',
    final: true,
    remedy: 'Collect that part, and merge all parts again.',
  },
  SEEN_BEFORE_CHANGE: {
    title: 'It was looked at before the pods that run now were ready',
    severity: 'fail',
    final: true,
    remedy: 'Collect that part again, after the one that sees the pods, and merge all parts again.',
  },
  SECRET_MISSING: {
    title: 'The secret for this look is not there',
    severity: 'fail',
    final: true,
    remedy: 'Give the secret where this part is collected, or let another vantage look at it (`vantages` of the environment).',
  },
  TRIPPED: {
    title: 'Not tried, because an earlier try with the same user or resource was refused',
    severity: 'fail',
    remedy: 'Mend what refused the first try; the gate does not try again, so that it never locks an account.',
  },
});

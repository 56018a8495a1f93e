import { createRedactor, defineCheck, defineCollector, defineSuite, Environment, RUN_SCHEMA, step } from '@keycloak-release-gate/core';
import type {
  Check,
  CheckInstance,
  CollectedRecord,
  Collected,
  Finding,
  JsonObject,
  RunContext,
  RunRecord,
} from '@keycloak-release-gate/core';
import { z } from 'zod';
import { collect } from '../src/collect/collect.ts';
import type { RunEvent } from '../src/collect/events.ts';
import { createLedger } from '../src/collect/ledger.ts';
import { createResources } from '../src/collect/resources.ts';
import { createShared } from '../src/collect/shared.ts';
import { judgeRecord } from '../src/judge/judge-record.ts';
import { planSuite } from '../src/plan/plan.ts';
import type { Plan } from '../src/plan/plan.ts';
import { select } from '../src/plan/selection.ts';

/** An environment in which nothing is. */
const environment = (changes: Partial<z.input<typeof Environment>> = {}): Environment =>
  Environment.parse({
    id: 'synthetic',
    title: 'Synthetic',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['main'] },
    gate: { admin: { realm: 'main', clientId: 'gate', secret: { secret: 'variable', name: 'GATE_SECRET' } } },
    settle: { every: 50, good: 2, within: 600 },
    ...changes,
  });

export const runContext = (changes: Partial<z.input<typeof Environment>> = {}): RunContext => ({
  suite: 'synthetic',
  environment: environment(changes),
});

const Value = z.object({ value: z.string() });

/** A look whose evidence is what `see` returns, call by call. */
export const look = (
  id: string,
  see: (call: number, signal: AbortSignal) => Collected<{ value: string }> | Promise<Collected<{ value: string }>>,
  options: {
    readonly settles?: boolean;
    readonly timeout?: number;
    readonly grace?: number;
    readonly uses?: readonly string[];
    readonly personalData?: boolean;
  } = {},
) => {
  let calls = 0;
  return defineCollector({
    id,
    version: 1,
    title: id,
    evidence: Value,
    timeout: options.timeout ?? 2_000,
    ...(options.grace === undefined ? {} : { grace: options.grace }),
    settles: options.settles ?? false,
    personalData: options.personalData ?? false,
    params: (): JsonObject => ({}),
    uses: () => options.uses ?? [],
    collect: async (_params, { signal }) => see(calls++, signal),
  });
};

export const bad = (message: string, more: Partial<Finding> = {}): Finding => ({
  code: 'synthetic/BAD',
  title: 'Bad',
  severity: 'fail',
  subject: 'it',
  message,
  remedy: 'Mend it.',
  ...more,
});

/** A check that passes where the evidence says "good", settles where it says "soon", and fails otherwise. */
export const goodWhenGood = (
  id: string,
  reads: ReturnType<typeof look>,
  more: { readonly needs?: readonly { readonly check: Check }[]; readonly terminal?: boolean; readonly onGaps?: 'judge' } = {},
) =>
  defineCheck({
    id,
    title: id,
    why: 'synthetic',
    reads: { seen: reads },
    needs: more.needs ?? [],
    ...(more.onGaps ? { onGaps: more.onGaps } : {}),
    expects: z.object({}),
    judge: ({ seen }) => {
      if (seen.value === 'good') return { findings: [] };
      const findings = [bad(seen.value, more.terminal ? { terminal: true } : {})];
      return seen.value === 'soon' ? { findings, settling: 'soon' } : { findings };
    },
  });

export interface SyntheticOptions {
  readonly run?: RunContext;
  readonly only?: readonly string[];
  readonly interrupt?: AbortSignal;
  readonly change?: (plan: Plan) => Plan;
}

/** Plans, collects and judges in memory. */
export async function verifySynthetic(
  instances: readonly CheckInstance[],
  options: SyntheticOptions = {},
): Promise<{ readonly record: RunRecord; readonly events: readonly RunEvent[]; readonly again: () => RunRecord }> {
  const run = options.run ?? runContext();
  const suite = defineSuite({
    id: 'synthetic',
    title: 'Synthetic',
    needsRelease: false,
    steps: () => [step({ id: 'policy/one', sentence: 'One' }, instances)],
  });
  const plan = select(planSuite(suite, run), { only: options.only ?? [], skip: [] });
  const checks = plan.definitions;
  const ledger = createLedger(plan);
  const events: RunEvent[] = [];
  const signal = options.interrupt ?? new AbortController().signal;
  const now = '2026-11-23T20:00:00.000Z';
  const redactor = createRedactor({ salt: 'salt' });
  redactor.conceal('canary', 'canary-secret-1234');
  await collect(
    plan,
    {
      run,
      signal,
      redactor,
      secret: () => '',
      stateFolder: '',
      shared: createShared(),
      resources: createResources(),
      emit: (event) => void events.push(event),
      store: () => undefined,
      attached: () => undefined,
      tripped: new Map(),
    },
    { checks, waivers: run.environment.waivers, now },
    ledger,
  );
  const collected: CollectedRecord = {
    schema: RUN_SCHEMA,
    tool: { name: 'test', version: '0' },
    run: {
      id: 'run',
      startedAt: now,
      finishedAt: now,
      by: 'me',
      host: 'here',
      command: 'verify',
      deadlineSeconds: 10,
      ...(plan.partial === undefined ? {} : { partial: plan.partial }),
    },
    environment: {
      id: 'synthetic',
      title: 'Synthetic',
      production: false,
      timeZone: 'UTC',
      publicUrl: 'https://sso.example',
      realms: ['main'],
    },
    chosen: 'a test',
    suite: plan.suite,
    window: { source: 'a test' },
    settle: run.environment.settle,
    plan: { steps: plan.steps.map((each) => ({ ...each, checks: [...each.checks] })), checks: [...plan.checks] },
    looks: { ...ledger.looks },
    attachments: [],
    waivers: run.environment.waivers,
  };
  const again = (): RunRecord => judgeRecord(collected, ledger.read, checks, new Map());
  return { record: again(), events, again };
}

/** The outcomes by check. */
export const outcomes = (record: RunRecord): Record<string, string> =>
  Object.fromEntries(record.results.map((result) => [result.check, result.outcome.kind]));

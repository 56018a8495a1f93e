import { canonicalJson, Confirmation } from '@keycloak-release-gate/core';
import type { CollectedRecord } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** What a part was told of what people confirmed: what a check expects, as far as it asks for that. */
const Asked = z.looseObject({
  confirmations: z.array(Confirmation),
  /** Why places where it may be confirmed could not be read from there. */
  unread: z.union([z.string().transform((why) => [why]), z.array(z.string())]).default([]),
  /** What was read there leaves open who said what: no older word takes its place. */
  doubted: z.boolean().default(false),
});
type Asked = z.infer<typeof Asked>;

type Planned = CollectedRecord['plan']['checks'][number];

/** What parts were told, together. */
export interface SaidInParts {
  readonly checks: readonly Planned[];
  /** Confirmations that the newest part could not read. */
  readonly brought: readonly Confirmation[];
}

/**
 * The checks of the newest part, with what older ones read of what people confirmed and the newer ones could not: each part stands in another
 * place, and not all places are reached from each. Where a part read all of its places, no older word is added: what was taken back since
 * stays so. Whether a yes starts the deploy, one part alone may know, too.
 * @param records those of the parts, newest first
 */
export function saidInParts(records: readonly Pick<CollectedRecord, 'plan'>[]): SaidInParts {
  const [newest, ...older] = records;
  const brought = new Map<string, Confirmation>();
  const checks = (newest?.plan.checks ?? []).map((check): Planned => {
    const others = older.flatMap(({ plan }) => plan.checks.filter(({ key }) => key === check.key));
    if (!isObject(check.expected)) return check;
    const expected = { ...check.expected, ...startsDeploy([check, ...others]), ...saidTo(check, others, brought) };
    return { ...check, expected: z.json().parse(expected) };
  });
  return { checks, brought: [...brought.values()] };
}

const startsDeploy = (checks: readonly Planned[]): { readonly startsDeploy?: true } =>
  checks.some(({ expected }) => isObject(expected) && expected['startsDeploy'] === true) ? { startsDeploy: true } : {};

function saidTo(check: Planned, older: readonly Planned[], brought: Map<string, Confirmation>): Partial<Asked> {
  const told = Asked.safeParse(check.expected).data;
  if (!told || told.unread.length === 0) return {};
  const confirmations = new Map(told.confirmations.map((each) => [canonicalJson(each), each]));
  let { unread, doubted } = told;
  for (const { expected } of older) {
    if (unread.length === 0 || doubted) break;
    const before = Asked.safeParse(expected).data;
    if (!before) continue;
    for (const each of before.confirmations) {
      const text = canonicalJson(each);
      if (confirmations.has(text)) continue;
      confirmations.set(text, each);
      brought.set(text, each);
    }
    if (before.unread.length === 0 || before.doubted) ({ unread, doubted } = before);
  }
  return { confirmations: [...confirmations.values()], unread, ...(doubted ? { doubted } : {}) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

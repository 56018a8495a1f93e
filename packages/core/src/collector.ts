import type { z } from 'zod';
import type { ExpectedChange } from './announce/expected-change.ts';
import type { Confirmation } from './confirmation.ts';
import type { Deploy } from './deploy.ts';
import type { Environment } from './environment.ts';
import type { Gap } from './finding.ts';
import type { JsonObject } from './json.ts';
import type { EvidenceOf, Reads } from './look.ts';
import type { SecretReference } from './reference.ts';
import type { ProvenBefore } from './proven-before.ts';
import type { Release } from './release.ts';

/** What a record, or a snapshot, of another environment says. */
export interface PromotedFrom {
  readonly environment: string;
  /** As it is told: `the run 01M8… (post-deploy) of "test"`. */
  readonly name: string;
  /** The release that the record is of, as it was announced then, and the verdict; a snapshot is of none. */
  readonly release?: { readonly id: string; readonly expectedChanges: readonly ExpectedChange[]; readonly verdict: string };
  /** By the realm of this environment: its configuration there, and before the release where the record tells that. */
  readonly realms: Readonly<Record<string, { readonly now: unknown; readonly before?: unknown }>>;
  /** Whole origins of that environment, each with what stands for it in this one. */
  readonly origins: Readonly<Record<string, string>>;
  /** What could not be read there, in sentences. */
  readonly gaps: readonly string[];
}

/** The schema that a rollback by plan A left, where it was rehearsed as harmless, as the post-rollback run saw it. */
export interface LeftByRollback {
  /** The run's id. */
  readonly run: string;
  /** The version that was redeployed. */
  readonly version: string;
  readonly database: string;
  readonly systemIdentifier: string;
  readonly migrations: readonly { readonly version: string; readonly updatedAt: string }[];
  readonly changeLogs: readonly { readonly table: string; readonly hash: string }[];
}

/** A place where people may have confirmed something, and nobody could look. */
export interface UnreadConfirmations {
  /** What may be confirmed there. */
  readonly types: readonly Confirmation['type'][];
  /** In a sentence. */
  readonly why: string;
}

/** What is known before anything is looked at. All of it but the secrets stands in the record. */
export interface RunContext {
  readonly suite: string;
  readonly environment: Environment;
  readonly release?: Release;
  /** The deploy that is judged, where more is known of it than the workload itself tells. */
  readonly deploy?: Deploy;
  /** The run is a job of the Deploy action, before its deploy: a yes starts it at once. */
  readonly startsDeploy?: true;
  /** Why the board's approvals, which the environment declares to be given in the Deploy action, could not be read. */
  readonly approvalsUnread?: string;
  /** They were read, and leave open whether the board approved. */
  readonly approvalsDoubted?: true;
  /** The other places of confirmations that the environment declares and that could not be read. */
  readonly confirmationsUnread?: readonly UnreadConfirmations[];
  /** The file with the baseline of the logs, where there is one; it was checked. */
  readonly logBaseline?: string;
  /** The environment that the release was tried in before this one, as it was recorded; it was checked. */
  readonly promotedFrom?: PromotedFrom;
  /** What the records of the environments before this one say of the release; they were verified. */
  readonly provenBefore?: ProvenBefore;
  /** The schema that the newest rollback here left, where that is what runs on it since; it was checked. */
  readonly leftByRollback?: LeftByRollback;
  /** Where what was found out about this environment lies, beside its runs: the folder of the drills, the file of the release's rollback plan. */
  readonly records?: { readonly drills: string; readonly rollbackPlan: string };
}

/** What a collector is given to work with. */
export interface CollectContext<R> {
  readonly run: RunContext;
  /** Aborts at the collector's timeout, at the run's deadline and at Ctrl-C. Pass it to every call. */
  readonly signal: AbortSignal;
  /** The evidence of the looks that this collector reads. */
  readonly looks: R;
  /** The folder for what has to outlive the run on this machine, and is no evidence. It need not be there yet. */
  readonly stateFolder: string;
  /** Resolves a secret; what it returns is removed from everything that is written. */
  secret(reference: SecretReference): string;
  /** Registers something secret that came up during the look (a token), so that it is removed too. */
  conceal(value: string): void;
  /** Stores a file beside the record and returns its SHA-256. Images are stored as they are; text is redacted. */
  attach(attachment: { readonly name: string; readonly mediaType: string; readonly content: Uint8Array | string }): string;
  /** Tells a person how far a long look is: `clients 1,200 of 5,000`. It is shown, and never recorded. */
  tell?(done: string): void;
  /** One per run and key, made on first use and disposed of at the run's end: a browser. */
  shared<T>(key: string, create: () => Promise<T>, dispose: (value: T) => Promise<void>): Promise<T>;
}

/** What a look gives: evidence, or why there is none, or evidence with holes. */
export interface Collected<E> {
  readonly value?: E;
  readonly gaps?: readonly Gap[];
  /** Resources (as named by `uses`) that must not be used again in this run: `user/alice`, when a password was refused. */
  readonly trips?: readonly string[];
}

/**
 * From where a thing can be seen: inside the cluster (a database, port 9000, the Kubernetes API), outside of it, where the users are (logins,
 * discovery, certificates), or from anywhere (files, records, the admin API, whose address the environment names).
 */
export type Vantage = 'cluster' | 'outside' | 'anywhere';

/** Looks at one thing and returns plain evidence. It decides nothing. */
export interface Collector<P extends JsonObject, E, S, R extends Reads = Reads> {
  readonly kind: 'collector';
  readonly id: string;
  /** Raised when the meaning of the evidence changes. */
  readonly version: number;
  readonly title: string;
  readonly vantage: Vantage;
  readonly evidence: z.ZodType<E>;
  /** Milliseconds for one look. */
  readonly timeout: number;
  /** Milliseconds after its signal was aborted within which it must have come to its end: it is no longer waited for then. */
  readonly grace: number;
  /** The evidence may be "not yet": the look is repeated as the environment's `settle` says. */
  readonly settles: boolean;
  /** The evidence holds logs, events or tokens: personal data in it is replaced by pseudonyms. */
  readonly personalData: boolean;
  readonly reads: R;
  /** The look's identity: plain data, no address, no secret. */
  params(run: RunContext, subject: S): P;
  /** What the look needs to itself (`user/alice`) or shares in slots (`browser:4`). */
  uses(params: P, run: RunContext): readonly string[];
  collect(params: P, context: CollectContext<EvidenceOf<R>>): Promise<Collected<E>>;
}

export type AnyCollector = Collector<JsonObject, unknown, unknown, Reads>;

/** Enough to close what was opened, and to say more than that it was cut off. */
const shortGrace = 1_500;

/** Defines a collector. `vantage`, `grace`, `settles`, `personalData`, `reads` and `uses` may be left out. */
export function defineCollector<P extends JsonObject, E, S = void, const R extends Reads = Record<never, never>>(definition: {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly vantage?: Vantage;
  readonly evidence: z.ZodType<E>;
  readonly timeout: number;
  readonly grace?: number;
  readonly settles?: boolean;
  readonly personalData?: boolean;
  readonly reads?: R;
  readonly params: (run: RunContext, subject: S) => P;
  readonly uses?: (params: P, run: RunContext) => readonly string[];
  readonly collect: (params: P, context: CollectContext<EvidenceOf<R>>) => Promise<Collected<E>>;
}): Collector<P, E, S, R> {
  return {
    vantage: 'anywhere',
    grace: shortGrace,
    settles: false,
    personalData: false,
    uses: () => [],
    ...definition,
    reads: definition.reads ?? ({} as R),
    kind: 'collector',
  };
}

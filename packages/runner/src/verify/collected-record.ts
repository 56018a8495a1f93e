import { hostname, userInfo } from 'node:os';
import { RUN_SCHEMA } from '@keycloak-release-gate/core';
import type { CollectedRecord, Deploy } from '@keycloak-release-gate/core';
import type { Ledger } from '../collect/ledger.ts';
import type { Attachment } from '../collect/take-look.ts';
import { waiversOf as waiversOfEnvironment } from '../scenarios/resolve-environment.ts';
import { toolOfRecord } from '../tool.ts';
import { ciJobOf } from './ci-job.ts';
import type { Prepared } from './prepare.ts';

export interface Collected {
  readonly id: string;
  readonly startedAt: string;
  readonly command: string;
  readonly looks: Ledger['looks'];
  readonly attachments: readonly Attachment[];
  readonly remarks: readonly string[];
  readonly interrupted?: 'SIGINT' | 'SIGTERM';
  readonly resumed?: NonNullable<CollectedRecord['run']['resumed']>;
}

/** The record of what was seen, ended now and not judged yet. */
export function collectedRecord(prepared: Prepared, seen: Collected): CollectedRecord {
  const { plan } = prepared;
  const { environment } = plan.run;
  return {
    schema: RUN_SCHEMA,
    tool: toolOfRecord(),
    run: {
      id: seen.id,
      startedAt: seen.startedAt,
      finishedAt: new Date().toISOString(),
      ...whoAndWhere(),
      command: seen.command,
      ...(prepared.origin ? { scenarios: prepared.origin } : {}),
      deadlineSeconds: prepared.deadlineSeconds,
      ...(prepared.identity ? { plan: { hash: prepared.identity.hash, of: { ...prepared.identity.of } } } : {}),
      ...(plan.partial === undefined ? {} : { partial: plan.partial }),
      ...(seen.interrupted === undefined ? {} : { interrupted: seen.interrupted }),
      ...(seen.resumed === undefined ? {} : { resumed: seen.resumed }),
      ...(seen.remarks.length === 0 ? {} : { remarks: [...seen.remarks] }),
    },
    environment: {
      id: environment.id,
      title: environment.title,
      production: environment.production,
      timeZone: environment.timeZone,
      publicUrl: environment.keycloak.publicUrl,
      realms: environment.keycloak.realms,
    },
    ...(plan.run.release ? { release: plan.run.release } : {}),
    chosen: prepared.choice.why,
    suite: plan.suite,
    window: windowOf(plan.run.deploy),
    settle: environment.settle,
    plan: { steps: plan.steps.map((step) => ({ ...step, checks: [...step.checks] })), checks: [...plan.checks] },
    looks: { ...seen.looks },
    attachments: [...seen.attachments],
    waivers: waiversOf(prepared),
  };
}

/** All that is accepted in a run, by the environment, its applications and the release. */
export const waiversOf = ({ plan }: Prepared): CollectedRecord['waivers'] => [
  ...waiversOfEnvironment(plan.run.environment),
  ...(plan.run.release?.waivers ?? []),
];

/** Who runs this program, on which machine, and in which job of a CI. */
export function whoAndWhere(): Pick<CollectedRecord['run'], 'by' | 'host' | 'ci'> {
  const ci = ciJobOf(process.env);
  return { by: userName(), host: hostname(), ...(ci ? { ci } : {}) };
}

/** The deploy in the words of the record. */
function windowOf(deploy: Deploy | undefined): CollectedRecord['window'] {
  if (!deploy) return { source: "the newest revision's creation" };
  const { at, source, commit, actor, url } = deploy;
  return {
    ...(at === undefined ? {} : { since: at }),
    source,
    ...(commit === undefined ? {} : { commit }),
    ...(actor === undefined ? {} : { actor }),
    ...(url === undefined ? {} : { url }),
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in the password file.
    return String(process.getuid?.() ?? 'unknown');
  }
}

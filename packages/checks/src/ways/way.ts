import { gap } from '@keycloak-release-gate/core';
import type { Code, Gap } from '@keycloak-release-gate/core';
import type { Failed, FailedStep } from './failed-step.ts';
import type { Proxy } from './proxy.ts';

export type Client = 'Node' | 'browser' | 'PostgreSQL' | 'API server';

/** How one client comes to one place. */
export interface Way {
  readonly client: Client;
  /** An origin, or a host and a port. */
  readonly to: string;
  /** Through which proxy; without one, directly. */
  readonly proxy?: Proxy;
  /** The authorities whose certificates it takes there, in words; without it, nothing is encrypted. */
  readonly trusts?: string;
  /** Where it is not reached: the step that failed. */
  readonly gaps: readonly Gap[];
  /** What might be taken for granted and is not so. */
  readonly notes?: readonly string[];
}

/** The gap of a way that ended at a step. `issuer`: who signed what was shown, where that is not trusted. */
export function gapOfStep<S extends FailedStep>(
  codes: Readonly<Record<S, Code>>,
  step: S,
  { client, to, proxy }: Pick<Way, 'client' | 'to' | 'proxy'>,
  { said, status }: Pick<Failed, 'said' | 'status'>,
  more: { readonly issuer?: string | undefined; readonly remedy?: string | undefined } = {},
): Gap {
  const answered = status === undefined ? '' : ` It answered ${status}${statusWords[status] ?? ''}.`;
  const shown = more.issuer === undefined ? '' : ` What is shown there was signed by "${more.issuer}".`;
  return gap(codes[step], {
    subject: `way/${client}`,
    reason: `${to}${proxy === undefined ? '' : ` through ${proxy.url} (${proxy.by})`}: ${said}.${answered}${shown}`,
    ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
  });
}

const statusWords: Readonly<Record<number, string>> = {
  403: ': it forbids this host or port',
  407: ': it wants a user and a password, or others',
  502: ': it does not get there itself',
  503: ': it does not get there itself',
  504: ': it does not get there itself',
};

import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Workload } from './workload-evidence.ts';

const MOST_NAMED = 10;

/** That the declared workload does not exist, with what there is in its place. */
export function missingWorkload({ kind, name, namespace, others }: Workload): Finding {
  return finding(codes.WORKLOAD_MISSING, {
    subject: `${kind.toLowerCase()}/${name}`,
    message: [`There is no ${kind} ${name} in the namespace ${namespace}.`, ...instead(name, others)].join(' '),
    terminal: true,
  });
}

function instead(name: string, others: Workload['others']): string[] {
  if (others === undefined) return [];
  if (others.length === 0) return ['There is no workload in it at all.'];
  const namesake = others.find((other) => other.name === name);
  if (namesake) return [`There is a ${namesake.kind} of that name.`];
  const named = others.slice(0, MOST_NAMED).map((other) => `${other.kind} ${other.name}`);
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return [`There ${others.length === 1 ? 'is' : 'are'}: ${named.join(', ')}${more}.`];
}

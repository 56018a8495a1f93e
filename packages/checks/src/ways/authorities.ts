import { getCACertificates } from 'node:tls';
import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { machineVariables } from '../machine-variables.ts';
import { waysCodes } from './codes.ts';

/** The authorities that Node takes, in words. */
export function authoritiesOfNode(): string {
  const { NODE_EXTRA_CA_CERTS: file = '', NODE_USE_SYSTEM_CA: system = '' } = machineVariables();
  const more = [
    ...(system === '1' || process.execArgv.includes('--use-system-ca') ? ["the machine's (NODE_USE_SYSTEM_CA)"] : []),
    ...(file === '' || extra() === 0 ? [] : [`those in ${file} (NODE_EXTRA_CA_CERTS)`]),
  ];
  return ["Node's own authorities", ...more].join(' and ');
}

/** How many Node took from NODE_EXTRA_CA_CERTS when it started. */
const extra = (): number => getCACertificates('extra').length;

/** The gap where a file is named that Node took nothing from: it says so on standard error alone, and goes on. */
export function authoritiesUnread(): Gap[] {
  const { NODE_EXTRA_CA_CERTS: file = '' } = machineVariables();
  if (file === '' || extra() > 0) return [];
  return [
    gap(waysCodes.NODE_AUTHORITIES_UNREAD, { subject: 'way/Node', reason: `Node took no certificate from ${file} when it started.` }),
  ];
}

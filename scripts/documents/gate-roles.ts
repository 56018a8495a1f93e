import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateRoles } from '@keycloak-release-gate/core';
import { root } from '../purity/judging-modules.ts';
import { table } from './page.ts';

/** docs/adopting.md, with the table of the reader's roles between its two marks. */
export function adoptingWithRoles(): string {
  const [opening, closing] = ['<!-- roles -->', '<!-- /roles -->'];
  const parts = readFileSync(join(root, 'docs/adopting.md'), 'utf8').split(new RegExp(`(?<=${opening})[^]*(?=${closing})`));
  if (parts.length !== 2) throw new Error(`docs/adopting.md has no place for the table of roles: ${opening} and ${closing}.`);
  return parts.join(`\n${roleTable()}\n`);
}

const roleTable = (): string =>
  table(
    ['role', 'without it, these cannot be read'],
    gateRoles.map((each) => [`\`${each.role}\`${'since' in each ? ` (from ${each.since} on)` : ''}`, each.reads]),
  );

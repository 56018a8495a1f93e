import { createHmac } from 'node:crypto';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** The variable that all parts of a plan are given the same secret by. */
const PARTS_KEY = 'VERIFY_PARTS_KEY';

/** Characters. Of a shorter one, what the record shows of it could be tried out. */
const shortest = 32;

/** The secret that the pseudonyms of all parts are made with. Throws a ConfigurationError where it is missing or too short. */
export function partsKey(variables: Variables): string {
  const key = variables[PARTS_KEY] ?? '';
  if (key.length >= shortest) return key;
  throw new ConfigurationError([
    {
      code: 'PARTS_KEY_MISSING',
      message:
        key === ''
          ? `The variable ${PARTS_KEY} is not set: without a secret that all parts share, the same person would have another pseudonym in each.`
          : `${PARTS_KEY} has ${key.length} characters: so short a secret could be found out from the pseudonyms.`,
      where: PARTS_KEY,
      remedy: `Give every part the same secret of ${shortest} characters or more: \`openssl rand -hex 32\`.`,
    },
  ]);
}

/** The salt of a plan's pseudonyms, and what tells that two parts have the same one. Nobody finds the key, or a person, by the latter. */
export function pseudonymsOf(key: string, planHash: string): { readonly salt: string; readonly mark: string } {
  const salt = createHmac('sha256', key).update(`pseudonyms of ${planHash}`).digest('hex');
  return { salt, mark: createHmac('sha256', salt).update('mark').digest('hex').slice(0, 16) };
}

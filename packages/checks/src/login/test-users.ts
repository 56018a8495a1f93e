import type { Application, Environment } from '@keycloak-release-gate/core';

/** Somebody whom the gate logs in, for one application or for several. */
export interface TestUser {
  /** The id in the environment's `users`. */
  readonly id: string;
  /** The realms that they log in to. */
  readonly realms: readonly string[];
  /** That of the application that counts most. */
  readonly severity: Application['severity'];
  /** All their logins go through another identity provider: the realm need not know them before. */
  readonly fromElsewhere: boolean;
}

/** The test users of an environment's applications, each once. */
export function testUsers({ applications }: Pick<Environment, 'applications'>): readonly TestUser[] {
  const byUser = Map.groupBy(
    applications.filter(({ user, login }) => login.kind === 'browser' && user !== undefined),
    ({ user = '' }) => user,
  );
  return [...byUser].map(([id, of]) => ({
    id,
    realms: [...new Set(of.map(({ realm }) => realm))],
    severity: of.some(({ severity }) => severity === 'blocker') ? 'blocker' : 'warning',
    fromElsewhere: of.every(({ login }) => login.kind === 'browser' && login.broker !== undefined),
  }));
}

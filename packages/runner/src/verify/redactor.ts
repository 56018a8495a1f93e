import { randomBytes } from 'node:crypto';
import { createRedactor } from '@keycloak-release-gate/core';
import type { Environment, Redactor } from '@keycloak-release-gate/core';
import type { ResolvedSecrets } from '../secrets/resolve.ts';

/**
 * The redactor of one run: it knows the environment's secrets, and what in it is nobody's personal data. Its `salt` is its own, but for the
 * parts of one plan.
 */
export function redactorFor(
  secrets: ResolvedSecrets['values'],
  environment: Environment | undefined,
  salt = randomBytes(16).toString('hex'),
): Redactor {
  const redactor = createRedactor({ salt, keep: environment ? notPersonal(environment) : [] });
  for (const { value, place } of secrets.values()) redactor.conceal(place, value);
  return redactor;
}

/** The gate's own users and clients, and the environment's addresses. */
function notPersonal(environment: Environment): readonly string[] {
  const users = Object.values(environment.users).map((user) => user.username);
  const clients = [environment.gate.admin.clientId, environment.gate.witness?.clientId ?? []].flat();
  const urls = [
    environment.keycloak.publicUrl,
    environment.keycloak.adminUrl,
    ...environment.keycloak.managementUrls,
    ...environment.applications.flatMap((application) => application.url ?? []),
    ...(environment.kubernetes?.server === undefined ? [] : [environment.kubernetes.server]),
  ];
  const hosts = [environment.database, environment.backups?.catalogue?.connection].flatMap((server) => server?.host ?? []);
  const addresses = [...urls.map((url) => new URL(url).hostname), ...hosts];
  return [...users, ...clients, ...clients.map((client) => `service-account-${client}`), ...addresses];
}

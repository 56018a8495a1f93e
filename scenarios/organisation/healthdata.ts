import { defineEnvironment, secret, variable, variableList } from '@keycloak-release-gate/core';

/**
 * An environment of healthdata.be. The policy names its address; everything else is read from environment variables, all with
 * the environment's prefix (`ACC_…`), so that `verify doctor` can list what is missing and where it goes.
 */
export const healthdataEnvironment = (place: {
  readonly id: 'test' | 'acc' | 'prod';
  readonly host: string;
  readonly production?: boolean;
  /** Where the policy wants a release deployed before it comes here. */
  readonly promotesFrom?: 'test' | 'acc';
}) => {
  const prefix = place.id.toUpperCase();
  return defineEnvironment({
    id: place.id,
    title: place.host,
    production: place.production ?? false,
    ...(place.promotesFrom === undefined ? {} : { promotesFrom: place.promotesFrom }),
    timeZone: 'Europe/Brussels',
    keycloak: {
      publicUrl: `https://${place.host}`,
      // Neither /admin nor port 9000 need be reachable from outside.
      adminUrl: variable(`${prefix}_ADMIN_URL`),
      managementUrls: [],
      realms: variableList(`${prefix}_REALMS`),
    },
    gate: {
      admin: { realm: variable(`${prefix}_GATE_REALM`), clientId: 'release-gate', secret: secret.variable(`${prefix}_GATE_CLIENT_SECRET`) },
    },
    kubernetes: {
      kubeconfig: variable(`${prefix}_KUBECONFIG`),
      namespace: variable(`${prefix}_KUBERNETES_NAMESPACE`),
      workload: { name: variable(`${prefix}_KEYCLOAK_DEPLOYMENT`) },
    },
    // The policy's Github action.
    deploy: {
      github: {
        repository: variable(`${prefix}_DEPLOY_REPOSITORY`),
        workflow: variable(`${prefix}_DEPLOY_WORKFLOW`),
        token: secret.variable(`${prefix}_DEPLOY_TOKEN`),
      },
    },
    database: {
      host: variable(`${prefix}_DATABASE_HOST`),
      name: variable(`${prefix}_DATABASE_NAME`),
      user: variable(`${prefix}_DATABASE_USER`),
      password: secret.variable(`${prefix}_DATABASE_PASSWORD`),
    },
    backups: { directory: variable(`${prefix}_BACKUP_DIRECTORY`) },
    applications: [],
  });
};

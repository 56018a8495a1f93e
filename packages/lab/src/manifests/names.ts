/** The names that the lab's control plane, kubelet, manifests and faults agree on. */

export const labNamespace = 'sso';
export const labNodeName = 'lab-node';
export const keycloakName = 'keycloak';
/** The service account whose rights are exactly those of the shipped Role. */
export const gateServiceAccount = 'keycloak-release-gate';
/** The Secret with the database's password, under `password`. */
export const databaseSecretName = 'keycloak-db';
/** The ConfigMap whose entries are environment variables of Keycloak. */
export const optionsName = 'keycloak-options';
/** An object with this annotation set to "true" is left alone by the lab's kubelet: a fault writes its status. */
export const frozenAnnotation = 'lab/frozen';

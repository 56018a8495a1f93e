export { discoverKeycloak, NotDiscovered } from './keycloak.ts';
export type { FoundClient, FoundKeycloak, FoundRealm } from './keycloak.ts';
export { discoverWorkloads } from './kubernetes.ts';
export type { FoundWorkload } from './kubernetes.ts';

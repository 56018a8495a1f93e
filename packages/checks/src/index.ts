export * from './backup/index.ts';
export * from './database/index.ts';
export * from './keycloak-config/index.ts';
export * from './keycloak-log/index.ts';
export * from './kubernetes/index.ts';
export * from './login/index.ts';
export * from './oidc/index.ts';
export * from './release/index.ts';
export { codes, registry } from './registry.ts';

import type { JsonObject } from '@keycloak-release-gate/core';

export const isOidc = (client: JsonObject): boolean => client['protocol'] === 'openid-connect';
export const isSaml = (client: JsonObject): boolean => client['protocol'] === 'saml';

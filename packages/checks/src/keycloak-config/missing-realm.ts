import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';

export const missingRealm = (realm: string): Finding =>
  finding(codes.REALM_MISSING, { subject: `realm/${realm}`, message: `Keycloak has no realm "${realm}".` });

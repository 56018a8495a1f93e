import { finding } from '@keycloak-release-gate/core';
import type { Application, Finding } from '@keycloak-release-gate/core';
import { codes } from '../codes.ts';
import type { ApplicationTokens } from './application-tokens.ts';

/** Why an application's tokens cannot be looked at, where the scenario leaves no user to look at them for. */
export const noSampleUser = (application: Application): string | undefined =>
  application.login.kind === 'browser' && application.user === undefined
    ? 'No test user is declared for it in this environment.'
    : undefined;

export const goneClient = ({ application, realm, clientId }: ApplicationTokens): Finding =>
  finding(codes.CLIENT_GONE, { subject: `application/${application}`, message: `The realm "${realm}" has no client "${clientId}".` });

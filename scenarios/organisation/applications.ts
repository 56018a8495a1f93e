import type { Application, Environment } from '@keycloak-release-gate/core';

/** The applications that people log in to. */
export const browserApplications = ({ applications }: Environment): readonly Application[] =>
  applications.filter(({ login }) => login.kind === 'browser');

/** The back-ends that log in by themselves. */
export const serviceApplications = ({ applications }: Environment): readonly Application[] =>
  applications.filter(({ login }) => login.kind === 'service');

/** The applications that have no server of their own: the browser itself asks for their tokens. */
export const singlePageApplications = (environment: Environment): readonly Application[] =>
  browserApplications(environment).filter(({ login }) => login.kind === 'browser' && login.localSession === 'none');

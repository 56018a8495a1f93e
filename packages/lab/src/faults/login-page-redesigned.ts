import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClient } from './realm.ts';

const { clientId } = labApplication('apache');
const theme = (login_theme: string) => ({ attributes: { login_theme } });

export const loginPageRedesigned: Fault = {
  id: 'login-page-redesigned',
  title: 'The login page was made anew, and nothing on it has the name that Keycloak gives it',
  inject: (lab, signal) => changeClient(lab, clientId, theme('lab-redesigned'), signal),
  // Empty, Keycloak takes the attribute away: the client has the realm's theme again.
  heal: (lab, signal) => changeClient(lab, clientId, theme(''), signal),
  expect: { suite: 'post-deploy', cause: 'login/UNKNOWN_PAGE', exitCode: 1, mayAlso: [], domains: [journeyOf('apache')] },
};

import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

const setTheme = `UPDATE realm SET login_theme = $1 WHERE id = ${realmId}`;

export const themeOfNobody: Fault = {
  id: 'theme-of-nobody',
  title: 'The realm has its login pages in a theme that the server does not have',
  inject: (lab, signal) => changeStored(lab, setTheme, ['company-2026'], signal),
  heal: (lab, signal) => changeStored(lab, setTheme, [null], signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/THEME_MISSING',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/providers-present'],
  },
};

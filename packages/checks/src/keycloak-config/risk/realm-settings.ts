import type { Json } from '@keycloak-release-gate/core';
import { level, off, on, ranked } from './level.ts';
import type { Attribute } from './level.ts';
import type { Rule } from './rule.ts';
import { onlyChanges } from './spots.ts';
import { isObject, textOf } from './values.ts';

const ssl: Rule = {
  id: 'ssl-not-required',
  title: 'The realm speaks over unencrypted connections',
  why: 'Passwords, codes and tokens can then be read on the way.',
  source: 'keycloak-config-verifyer KC-TLS-001, KC-TLS-002; RFC 6749 section 3.1',
  severity: 'fail',
  remedy: 'Set "Require SSL" on the tab General of the realm settings back.',
  transport: true,
  ...level({ kind: 'realm', attributes: [{ ...ranked(['all', 'external', 'none'], ['sslRequired']), accepted: 1 }] }),
};

const registration: Rule = {
  id: 'registration-open',
  title: 'Anybody may make an account',
  why: 'Every application that takes a login for a permission is then open to everybody.',
  source: 'kcwarden RealmSelfRegistrationEnabled',
  severity: 'fail',
  remedy: 'Switch "User registration" on the tab Login of the realm settings off.',
  ...level({ kind: 'realm', attributes: [on('registrationAllowed')] }),
};

const verifyEmail: Rule = {
  id: 'mail-not-verified',
  title: 'Mail addresses are not verified',
  why: 'A user may then carry the address of somebody else, and applications believe it.',
  source: 'kcwarden RealmEmailVerificationDisabled',
  severity: 'fail',
  remedy: 'Switch "Verify email" on the tab Login of the realm settings on again.',
  ...level({ kind: 'realm', attributes: [off('verifyEmail')] }),
};

const duplicates: Rule = {
  id: 'mail-not-unique',
  title: 'Several users may have the same mail address',
  why: 'Applications that know their users by the address then take one user for another.',
  source: 'Keycloak Server Administration Guide, "Duplicate emails"',
  severity: 'fail',
  remedy: 'Switch "Duplicate emails" on the tab Login of the realm settings off.',
  ...level({ kind: 'realm', attributes: [on('duplicateEmailsAllowed')] }),
};

const username: Rule = {
  id: 'username-editable',
  title: 'Users may rename themselves',
  why: 'Applications that know their users by name give a new user what belonged to the old one of that name.',
  source: 'OpenID Connect Core 1.0 section 5.7',
  severity: 'warn',
  remedy: 'Switch "Edit username" on the tab Login of the realm settings off.',
  ...level({ kind: 'realm', attributes: [on('editUsernameAllowed')] }),
};

const rememberMe: Rule = {
  id: 'remember-me',
  title: 'Logins can outlive the browser',
  why: 'On a shared computer, the next person is logged in.',
  source: 'OWASP Session Management Cheat Sheet',
  severity: 'warn',
  remedy: 'Switch "Remember me" on the tab Login of the realm settings off.',
  ...level({ kind: 'realm', attributes: [on('rememberMe')] }),
};

const resetPassword: Rule = {
  id: 'password-by-mail',
  title: 'A mail is enough to set a new password',
  why: 'Whoever reads the mail then has the account.',
  source: 'OWASP Forgot Password Cheat Sheet',
  severity: 'warn',
  remedy: 'Switch "Forgot password" on the tab Login of the realm settings off.',
  ...onlyChanges(level({ kind: 'realm', attributes: [on('resetPasswordAllowed')] })),
};

const header = (name: string, good: (value: string) => number): Attribute => ({
  path: ['browserSecurityHeaders', name],
  weakness: (value: Json | undefined) => good(typeof value === 'string' ? value : ''),
});

/** Directives that keep other sites from framing the login page, and other scripts out of it. */
function openDirectives(policy: string): number {
  const directives = new Map(
    policy.split(';').map((text) => {
      const [name = '', ...sources] = text.trim().split(/\s+/);
      return [name.toLowerCase(), sources];
    }),
  );
  const guards = ['frame-ancestors', 'object-src'].filter((name) => directives.get(name)?.includes('*') ?? true);
  const scripts = directives.get('script-src')?.some((source) => ["'unsafe-inline'", "'unsafe-eval'", '*'].includes(source)) ?? false;
  return guards.length + (scripts ? 1 : 0);
}

const year = 365 * 24 * 60 * 60;

const headers: Rule = {
  id: 'login-page-headers-weaker',
  title: 'The login pages are protected against other sites by less than they could be',
  why: 'Without these headers a page can be framed (a click meant for it goes to another), sniffed, or asked for without encryption.',
  source: 'OWASP HTTP Security Response Headers Cheat Sheet; Keycloak Server Administration Guide, "Clickjacking"',
  severity: 'fail',
  remedy: 'Set the headers back in Security defenses of the realm settings.',
  ...level({
    kind: 'realm',
    attributes: [
      header('contentSecurityPolicy', openDirectives),
      header('xFrameOptions', (value) => (/^(?:deny|sameorigin)$/i.test(value) ? 0 : 1)),
      header('xContentTypeOptions', (value) => (/^nosniff$/i.test(value) ? 0 : 1)),
      header('strictTransportSecurity', (value) => {
        const [, age] = /max-age=(\d+)/i.exec(value) ?? [];
        return age === undefined ? 2 : Number(age) < year ? 1 : 0;
      }),
      header('referrerPolicy', (value) => (/^unsafe-url$/i.test(value) ? 1 : 0)),
    ],
  }),
};

const mail: Rule = {
  id: 'mail-not-encrypted',
  title: 'Mails with links into accounts are sent unencrypted',
  why: 'Whoever reads such a mail on the way has the account.',
  source: 'RFC 8314 section 3',
  severity: 'warn',
  remedy: 'Switch "Enable StartTLS" or "Enable SSL" on the tab Email of the realm settings on.',
  ...level({
    kind: 'realm',
    about: ({ object }) => isObject(object['smtpServer']) && object['smtpServer']['host'] !== undefined,
    attributes: [
      {
        path: ['smtpServer'],
        weakness: (value) =>
          isObject(value) && value['host'] !== undefined
            ? textOf(value['starttls']) === 'true' || textOf(value['ssl']) === 'true'
              ? 0
              : 1
            : 0,
      },
    ],
  }),
};

export const realmRules: readonly Rule[] = [ssl, registration, verifyEmail, duplicates, username, rememberMe, resetPassword, headers, mail];

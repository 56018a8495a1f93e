import { realmRules } from './realm-settings.ts';
import { both, set, tried } from './trial.ts';

const realm = (name: string, value?: number | boolean | string) => set('realm', [name], value);
const header = (name: string, value?: string) => set('realm', ['browserSecurityHeaders', name], value);

tried(realmRules, {
  'ssl-not-required': {
    at: 'realm',
    given: realm('sslRequired', 'external'),
    worse: realm('sslRequired', 'none'),
    near: realm('sslRequired', 'all'),
  },
  'registration-open': { at: 'realm', worse: realm('registrationAllowed', true), near: realm('registrationEmailAsUsername', true) },
  'mail-not-verified': {
    at: 'realm',
    given: realm('verifyEmail', true),
    worse: realm('verifyEmail', false),
    near: realm('loginWithEmailAllowed', false),
  },
  'mail-not-unique': { at: 'realm', worse: realm('duplicateEmailsAllowed', true), near: realm('loginWithEmailAllowed', false) },
  'username-editable': { at: 'realm', worse: realm('editUsernameAllowed', true), near: realm('editUsernameAllowed') },
  'remember-me': { at: 'realm', worse: realm('rememberMe', true), near: realm('ssoSessionIdleTimeoutRememberMe', 86_400) },
  'password-by-mail': { at: 'realm', worse: realm('resetPasswordAllowed', true), near: realm('resetPasswordAllowed') },
  'login-page-headers-weaker': {
    at: 'realm',
    worse: both(header('contentSecurityPolicy', "frame-src 'self'; object-src 'none';"), header('xFrameOptions')),
    near: both(
      header('contentSecurityPolicy', "frame-src 'self'; frame-ancestors 'self' https://portal.example; object-src 'none';"),
      header('xFrameOptions', 'DENY'),
      header('xXSSProtection', '0'),
    ),
  },
  'mail-not-encrypted': {
    at: 'realm',
    given: set('realm', ['smtpServer', 'starttls'], 'true'),
    worse: set('realm', ['smtpServer', 'starttls'], 'false'),
    near: both(set('realm', ['smtpServer', 'starttls'], 'false'), set('realm', ['smtpServer', 'ssl'], 'true')),
  },
});

import { identityProviderRules } from './identity-providers.ts';
import { set, tried } from './trial.ts';

const oidc = 'identity-provider/lab-idp';
const saml = 'identity-provider/ministry';
const directory = 'component/UserStorageProvider/directory';
const mapper = 'identity-provider-mapper/ministry:role';
const config = (object: string, name: string, value?: string) => set(object, ['config', name], value);

tried(identityProviderRules, {
  'foreign-mail-trusted': {
    at: directory,
    worse: set(directory, ['config', 'trustEmail'], ['true']),
    near: set(oidc, ['trustEmail'], false),
  },
  'provider-signature-off': { at: oidc, worse: config(oidc, 'validateSignature'), near: config(oidc, 'useJwksUrl', 'false') },
  'provider-messages-unprotected': {
    at: saml,
    worse: config(saml, 'wantAssertionsEncrypted', 'false'),
    near: config(saml, 'wantAuthnRequestsSigned', 'true'),
  },
  'provider-answers-in-addresses': {
    at: saml,
    given: config(saml, 'postBindingResponse', 'true'),
    worse: config(saml, 'postBindingResponse', 'false'),
    near: config(saml, 'postBindingLogout', 'false'),
  },
  'provider-without-pkce': { at: oidc, worse: config(oidc, 'pkceMethod', 'plain'), near: config(saml, 'pkceMethod', 'plain') },
  'provider-checked-less': { at: oidc, worse: config(oidc, 'issuer'), near: config(oidc, 'issuer', 'https://other.example') },
  'foreign-tokens-kept': { at: oidc, worse: set(oidc, ['storeToken'], true), near: set(oidc, ['hideOnLogin'], true) },
  'provider-over-plain-http': {
    at: saml,
    worse: config(saml, 'singleSignOnServiceUrl', 'http://ministry.example/sso'),
    near: config(saml, 'singleSignOnServiceUrl', 'https://other.example/sso'),
  },
  'provider-read-once': { at: mapper, worse: config(mapper, 'syncMode', 'IMPORT'), near: config(mapper, 'syncMode', 'INHERIT') },
});

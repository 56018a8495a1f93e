import { samlRules } from './saml.ts';
import { set, tried } from './trial.ts';

const saml = 'client/https://saml.example/metadata';
const oidc = 'client/lab-express';
const attribute = (name: string): readonly string[] => ['attributes', name];

tried(samlRules, {
  'saml-signature-off': {
    at: saml,
    worse: set(saml, attribute('saml.server.signature'), 'false'),
    near: set(saml, attribute('saml.client.signature'), 'true'),
  },
  'saml-encryption-off': {
    at: saml,
    given: set(saml, attribute('saml.encrypt'), 'true'),
    worse: set(saml, attribute('saml.encrypt'), 'false'),
    near: set(saml, attribute('saml.encryption.certificate'), 'another'),
  },
  'saml-weak-signature': {
    at: saml,
    worse: set(saml, attribute('saml.signature.algorithm'), 'RSA_SHA1'),
    near: set(saml, attribute('saml.signature.algorithm'), 'RSA_SHA512'),
  },
  'saml-assertion-reusable': {
    at: saml,
    worse: set(saml, attribute('saml.allow.ecp.flow'), 'true'),
    near: set(oidc, attribute('saml.allow.ecp.flow'), 'true'),
  },
});

import { federationRules } from './federation.ts';
import { both, set, tried } from './trial.ts';

const directory = 'component/UserStorageProvider/directory';
const config = (name: string, value: string) => set(directory, ['config', name], [value]);

tried(federationRules, {
  'ldap-not-encrypted': {
    at: directory,
    worse: config('connectionUrl', 'ldap://directory.example'),
    near: both(config('connectionUrl', 'ldap://directory.example'), config('startTls', 'true')),
  },
  'ldap-password-policy-off': {
    at: directory,
    worse: config('validatePasswordPolicy', 'false'),
    near: config('syncRegistrations', 'false'),
  },
  'ldap-certificate-unchecked': {
    at: directory,
    worse: config('useTruststoreSpi', 'never'),
    near: config('useTruststoreSpi', 'something new'),
  },
  'ldap-writable': { at: directory, worse: config('editMode', 'WRITABLE'), near: config('vendor', 'ad') },
});

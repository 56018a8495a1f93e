import { signatureRules } from './signatures.ts';
import { set, tried } from './trial.ts';

const key = 'component/KeyProvider/rsa';
const realm = (name: string, value: string) => set('realm', [name], value);

tried(signatureRules, {
  'token-signature-weaker': {
    at: 'realm',
    worse: realm('defaultSignatureAlgorithm', 'HS256'),
    near: realm('defaultSignatureAlgorithm', 'ES256'),
  },
  'signing-key-shorter': { at: key, worse: set(key, ['config', 'keySize'], ['2048']), near: set(key, ['config', 'keySize'], ['4096']) },
});

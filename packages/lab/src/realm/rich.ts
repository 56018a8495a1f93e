export { createRichRealm } from './rich/create.ts';
export { richSecrets } from './rich/secrets.ts';

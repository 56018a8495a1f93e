export { codes, registry } from './registry.ts';

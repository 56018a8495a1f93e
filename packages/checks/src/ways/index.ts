export type { Proxy } from './proxy.ts';
export type { Way } from './way.ts';
export { waysOf } from './ways.ts';

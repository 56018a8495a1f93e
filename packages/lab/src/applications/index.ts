export type { RunningApplication } from './application.ts';
export * from './catalogue.ts';
export * from './start.ts';

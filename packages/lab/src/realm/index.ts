export * from './clients.ts';
export * from './flows.ts';
export * from './realms.ts';
export * from './representation.ts';
export * from './rich.ts';
export * from './secrets.ts';
export * from './users.ts';

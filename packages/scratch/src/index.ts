export { openPlace } from './place.ts';
export type { ProcessEnd, ScratchPlace, ScratchProcess, SpawnOptions } from './place.ts';
export { findPostgresTools } from './postgres-tools.ts';
export type { PostgresTools } from './postgres-tools.ts';
export { startScratchServer } from './server.ts';
export type { ScratchServer } from './server.ts';
export { StatementFailed } from './connection.ts';
export type { Connection, Row } from './connection.ts';

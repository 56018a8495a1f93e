import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPostgresPrograms } from './postgres-programs.ts';

test('what is not there is not found', async () => {
  expect(await findPostgresPrograms(['pg_restore_that_is_not_there'])).toBeUndefined();
  expect(await findPostgresPrograms(['pg_restore', 'pg_restore_that_is_not_there'])).toBeUndefined();
});

test('the folder holds all that is asked for', async () => {
  const found = await findPostgresPrograms(['pg_restore', 'psql']);
  expect(found?.major).toBeGreaterThanOrEqual(10);
  expect(['pg_restore', 'psql'].filter((program) => !existsSync(join(found?.directory ?? '', program)))).toEqual([]);
});

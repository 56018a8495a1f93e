import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { originsOf } from '../src/release/origins.ts';
import { environment, place } from './run-program.ts';

let count = 0;
/** The origins of an environment, where each of these says from which one it gets its releases. */
async function origins(of: string, from: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const scenarios = join(place, `origins-${(count += 1)}`);
  mkdirSync(join(scenarios, 'environments'), { recursive: true });
  for (const [id, promotesFrom] of Object.entries(from)) {
    const text = environment(promotesFrom === undefined ? '' : `promotesFrom: '${promotesFrom}'`).replace("id: 'one'", `id: '${id}'`);
    writeFileSync(join(scenarios, 'environments', `${id}.ts`), text);
  }
  return originsOf(scenarios, of);
}

it('are followed from file to file, and end where a file names none', async () => {
  expect(await origins('prod', { test: undefined, acc: 'test', prod: 'acc' })).toEqual(['acc', 'test']);
  expect(await origins('test', { test: undefined, acc: 'test', prod: 'acc' })).toEqual([]);
});

it('end where they come back, and where there is no such environment', async () => {
  expect(await origins('prod', { acc: 'prod', prod: 'acc' })).toEqual(['acc']);
  expect(await origins('prod', { acc: 'acc', prod: 'acc' })).toEqual(['acc']);
  expect(await origins('prod', { prod: 'gone' })).toEqual(['gone']);
});

import { ConfigurationError } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { shardOf } from './shard.ts';

it('is the one that is named, counted from 1, or by the number of an Indexed Job, counted from 0', () => {
  expect(shardOf(undefined, {})).toEqual({ shard: 1, of: 1 });
  expect(shardOf('3/6', { JOB_COMPLETION_INDEX: '0' })).toEqual({ shard: 3, of: 6 });
  expect(shardOf('job/6', { JOB_COMPLETION_INDEX: '0' })).toEqual({ shard: 1, of: 6 });
  expect(shardOf('job/6', { JOB_COMPLETION_INDEX: '5' })).toEqual({ shard: 6, of: 6 });
});

it('is refused where there is no such shard', () => {
  const said = (asked: string, index?: string): string => {
    try {
      shardOf(asked, { JOB_COMPLETION_INDEX: index });
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems[0]?.message ?? '';
    }
    throw new Error(`${asked} was taken`);
  };
  for (const wrong of ['0/6', '7/6', '1/0', '6', '-1/6', '1/6/6', '1/9999', 'a/6', '']) expect(said(wrong)).toBe(`"${wrong}" is no shard.`);
  expect(said('job/6')).toContain('JOB_COMPLETION_INDEX is not set');
  expect(said('job/6', '6')).toContain('more completions than 6 shards');
  expect(said('job/6', '-1')).toContain('no pod of an Indexed Job');
});

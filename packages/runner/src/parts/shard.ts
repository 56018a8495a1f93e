import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { PartName } from './part.ts';

/** More shards than anybody has machines for. */
const MOST = 1_000;

/**
 * The shard that `--shard` names: `2/6`, or `job/6` in an Indexed Job, whose pods are told their number, from 0, by JOB_COMPLETION_INDEX
 * (kubernetes.io, "Indexed Job for Parallel Processing"). Without it there is one.
 */
export function shardOf(asked: string | undefined, variables: Variables): Pick<PartName, 'shard' | 'of'> {
  if (asked === undefined) return { shard: 1, of: 1 };
  const [, which = '', total = ''] = /^(job|\d{1,4})\/(\d{1,4})$/.exec(asked) ?? [];
  const index = variables['JOB_COMPLETION_INDEX'] ?? '';
  const of = Number(total);
  const shard = which === 'job' ? (/^\d{1,4}$/.test(index) ? Number(index) + 1 : Number.NaN) : Number(which);
  if (which !== '' && shard >= 1 && shard <= of && of <= MOST) return { shard, of };
  const because =
    which === 'job' && Number.isNaN(shard)
      ? `JOB_COMPLETION_INDEX is ${index === '' ? 'not set' : JSON.stringify(index)}: this is no pod of an Indexed Job`
      : which === 'job' && shard > of
        ? `JOB_COMPLETION_INDEX is ${index}, so the Job has more completions than ${of} shards`
        : `"${asked}" is no shard`;
  throw new ConfigurationError([
    {
      code: 'BAD_SHARD',
      message: `${because}.`,
      where: '--shard',
      remedy: `Write 1/6 for the first of six shards, up to ${MOST}; in an Indexed Job with six completions, job/6.`,
    },
  ]);
}

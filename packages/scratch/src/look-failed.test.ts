import { expect, test } from 'vitest';
import { lookProblem } from './look-failed.ts';

test.each<[code: string | undefined, problem: string, why: string]>([
  ['42P01', 'broken', 'a table is not there'],
  ['42703', 'broken', 'a column is not there'],
  ['22P02', 'broken', 'a value is none of its type'],
  ['XX001', 'ended', 'a page of the scratch server is damaged'],
  ['57014', 'ended', 'a count took longer than a statement may'],
  ['57P01', 'ended', 'the server was ended'],
  ['53100', 'ended', 'the disk is full'],
  ['53200', 'ended', 'the memory is'],
  ['58030', 'ended', 'a disk does not answer'],
  ['08006', 'ended', 'the connection was lost'],
  ['55P03', 'ended', 'a lock was not given'],
  [undefined, 'ended', 'nobody said why'],
])('%s is %s: %s', (code, problem, _why) => expect(lookProblem({ code })).toBe(problem));

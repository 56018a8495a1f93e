import { expect, test } from 'vitest';
import { withinTime } from './within-time.ts';

/** What is asked of the database, whatever comes of it. */
const asking = () => {
  const asked: string[] = [];
  const query = (sql: string): Promise<readonly []> => {
    asked.push(sql);
    return Promise.resolve([]);
  };
  return { asked, query };
};
const failing = (code: string) => (): Promise<number> => Promise.reject(Object.assign(new Error(code), { code }));

test('what comes in time is returned', async () => {
  const { asked, query } = asking();
  expect(await withinTime({ query }, () => Promise.resolve(3))).toBe(3);
  expect(asked).toEqual(['SAVEPOINT within_time']);
});

test.each(['57014', '55P03'])('what does not (%s) is undefined, and the transaction goes on', async (code) => {
  const { asked, query } = asking();
  expect(await withinTime({ query }, failing(code))).toBeUndefined();
  expect(asked).toEqual(['SAVEPOINT within_time', 'ROLLBACK TO SAVEPOINT within_time']);
});

test('every other error is thrown', async () => {
  const { asked, query } = asking();
  await expect(withinTime({ query }, failing('42501'))).rejects.toThrow('42501');
  expect(asked).toEqual(['SAVEPOINT within_time']);
});

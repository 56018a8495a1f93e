import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Confirmation } from '@keycloak-release-gate/core';
import { afterAll, expect, it } from 'vitest';
import { addConfirmation, confirmationsFile, readConfirmations } from './file.ts';

const place = mkdtempSync(join(tmpdir(), 'confirmations-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let count = 0;
const scenarios = (): string => {
  const folder = join(place, String((count += 1)));
  mkdirSync(join(folder, 'releases'), { recursive: true });
  return folder;
};

const by = (person: string): Confirmation => ({
  type: 'on the call',
  release: 'r',
  person,
  role: 'DevOps',
  statement: 'I am here.',
  confirmedAt: '2026-11-30T19:30:00Z',
  validFrom: '2026-11-30T19:30:00Z',
  expiresAt: '2026-11-30T23:30:00Z',
});

it('is added to, and read again', async () => {
  const folder = scenarios();
  expect(readConfirmations(folder, 'r')).toEqual([]);
  expect(await addConfirmation(folder, by('Dana'))).toBe(join(folder, 'releases/r.confirmations.jsonl'));
  const before = readFileSync(confirmationsFile(folder, 'r'), 'utf8');
  await addConfirmation(folder, by('Dirk'));
  expect(readFileSync(confirmationsFile(folder, 'r'), 'utf8').startsWith(before)).toBe(true);
  expect(readConfirmations(folder, 'r').map(({ line, confirmation: { person } }) => [line, person])).toEqual([
    [1, 'Dana'],
    [2, 'Dirk'],
  ]);
});

it('holds all of them where many are added at once', async () => {
  const folder = scenarios();
  const people = Array.from({ length: 20 }, (_, index) => `Person ${index}`);
  await Promise.all(people.map(async (person) => addConfirmation(folder, by(person))));
  const read = readConfirmations(folder, 'r').map(({ confirmation: { person } }) => person);
  expect(new Set(read)).toEqual(new Set(people));
  expect(read).toHaveLength(people.length);
});

it('is left as it is where it was edited, and says so', async () => {
  const folder = scenarios();
  const file = confirmationsFile(folder, 'r');
  await addConfirmation(folder, by('Dana'));
  writeFileSync(file, readFileSync(file, 'utf8').replace('Dana', 'Dora'));
  await expect(addConfirmation(folder, by('Dirk'))).rejects.toMatchObject({ problems: [{ code: 'CONFIRMATIONS_EDITED' }] });
  expect(readFileSync(file, 'utf8')).not.toContain('Dirk');
  expect(existsSync(`${file}.unfinished`)).toBe(false);
});

it('says who holds it where somebody was ended while they added', async () => {
  const folder = scenarios();
  const draft = `${confirmationsFile(folder, 'r')}.unfinished`;
  writeFileSync(draft, '');
  await expect(addConfirmation(folder, by('Dana'), 100)).rejects.toMatchObject({
    problems: [{ code: 'CONFIRMATIONS_BUSY', remedy: 'If nobody does, remove this file; nothing in it counts.' }],
  });
  expect(existsSync(draft)).toBe(true);
});

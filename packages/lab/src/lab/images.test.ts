import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { labFolder } from './folder.ts';
import { placeImage } from './images.ts';

const base = mkdtempSync(join(tmpdir(), 'images-test-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('a version stands among the images as it was built last', async () => {
  const folder = { ...labFolder('images-test'), images: join(base, 'images') };
  for (const build of ['first', 'second']) {
    const directory = join(base, build);
    mkdirSync(directory);
    writeFileSync(join(directory, 'version.txt'), build);
    await placeImage(folder, { version: { text: '26.7.4', major: 26, minor: 7 }, directory, imageId: 'sha256:0' });
  }
  expect(readdirSync(folder.images)).toEqual(['26.7.4']);
  expect(readFileSync(join(folder.images, '26.7.4', 'version.txt'), 'utf8')).toBe('second');
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rulesHash, tool, toolOfRecord } from './tool.ts';

let packages: string;
const write = (name: string, content: string): void => {
  mkdirSync(dirname(join(packages, name)), { recursive: true });
  writeFileSync(join(packages, name), content);
};

beforeEach(() => {
  packages = mkdtempSync(join(tmpdir(), 'rules-'));
  for (const name of ['core', 'checks', 'runner']) write(`${name}/src/index.ts`, '// One\n');
});
afterEach(() => rmSync(packages, { recursive: true }));

it('changes with what judges, and with nothing else', () => {
  const before = rulesHash(packages);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  write('checks/src/index.test.ts', '// A test\n');
  write('checks/src/oidc/fixtures/sample.ts', '// A sample\n');
  write('lab/src/index.ts', '// Another package\n');
  expect(rulesHash(packages)).toBe(before);
  write('checks/src/oidc/judge.ts', '// A rule\n');
  const more = rulesHash(packages);
  expect(more).not.toBe(before);
  write('checks/src/oidc/judge.ts', '// Another rule\n');
  expect(rulesHash(packages)).not.toBe(more);
});

it('is not known where a package cannot be read', () => {
  rmSync(join(packages, 'core'), { recursive: true });
  expect(rulesHash(packages)).toBeUndefined();
});

it('stands in records beside the version', () => {
  expect(toolOfRecord()).toEqual({ ...tool, rules: rulesHash(join(import.meta.dirname, '../..')) });
});

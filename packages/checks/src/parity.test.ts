import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explainedBy } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { codes, registry } from './index.ts';

const source = import.meta.dirname;
const root = join(source, '../../..');
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const isTest = (file: string): boolean => file.endsWith('.test.ts');

const ids = [...registry.keys()];
const programs = ['checks', 'core', 'runner'].flatMap((name) => files(join(root, 'packages', name, 'src'))).filter((file) => !isTest(file));

describe('every check', () => {
  it('is there at all', () => {
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(ids)('%s has the name of its folder and file, and a test beside it', (id) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
    expect(read(join(source, `${id}.ts`))).toContain(`id: '${id}'`);
    expect(existsSync(join(source, `${id}.test.ts`))).toBe(true);
  });

  it.each(ids)('%s says why it is there, and needs only checks that exist', (id) => {
    const check = registry.get(id);
    expect(check?.title).toMatch(/\S/);
    expect(check?.why).toMatch(/\S/);
    expect(check?.needs.filter((need) => !registry.has(need))).toEqual([]);
  });

  it('is in the registry once it is defined', () => {
    const defined = programs
      .filter((file) => read(file).includes('= defineCheck('))
      .map((file) => file.slice(source.length + 1, -'.ts'.length));
    expect(defined.toSorted()).toEqual(ids.toSorted());
  });

  it.each(ids)('%s stands in the check reference', (id) => {
    expect(read(join(root, 'docs/checks.md'))).toContain(`\n### ${id}\n`);
  });
});

describe('every code', () => {
  // The ways are the doctor's, before any check.
  const domains = new Set([...ids.map((id) => id.split('/')[0]), 'gap', 'ways']);
  // Where a code is defined, it is a key; where it is used, a member or the name of one.
  const used = new Set(
    programs
      .filter((file) => !basename(file).endsWith('codes.ts'))
      .flatMap((file) => read(file).match(/(?<=[.'])[A-Z][A-Z0-9_]+\b/g) ?? []),
  );

  it.each([...codes.keys()])('%s belongs to a domain that has checks, is found by some code, and stands in the reference', (code) => {
    const [domain = '', name = ''] = code.split('/');
    expect([...domains]).toContain(domain);
    expect([...used]).toContain(name);
    expect(read(join(root, 'docs/codes.md'))).toContain(`| \`${code}\` |`);
  });

  it('explains codes that there are', () => {
    const explained = [...codes.values()].flatMap(({ explains }) => [...(explains?.here ?? []), ...(explains?.anywhere ?? [])]);
    expect(explained.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('does not explain what explains it: neither would then be folded under the other', () => {
    const effects = [...codes.values()].flatMap(({ code, explains }) =>
      [...(explains?.here ?? []), ...(explains?.anywhere ?? [])].map((effect) => ({ code, effect })),
    );
    expect(effects.filter(({ code, effect }) => !explainedBy(effect, codes).includes(code))).toEqual([]);
  });

  it('says what to do', () => {
    expect([...codes.values()].filter(({ title, remedy }) => !/\S/.test(title) || !/\S/.test(remedy))).toEqual([]);
  });
});

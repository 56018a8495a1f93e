import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

export const program = fileURLToPath(new URL('../bin/verify.mjs', import.meta.url));
// Inside the package, so that scenarios find the library as a user's do.
const modules = fileURLToPath(new URL('./', import.meta.url));
/** A folder for the tests of one file, gone afterwards. */
export const place = mkdtempSync(join(modules, '.scratch-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The text of a small environment file. */
export const environment = (
  more = '',
  keycloak = "publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['main']",
): string => `
import { defineEnvironment, defineApplication, secret, variable } from '@keycloak-release-gate/core';
export default defineEnvironment({
  id: 'one', title: 'One', keycloak: { ${keycloak} },
  gate: { admin: { realm: 'main', clientId: 'gate', secret: secret.variable('TEST_GATE_SECRET') } }, ${more}
});`;
/** The text of a suite of one step. */
export const suite = (checks = '[alwaysGood()]', id = 'health', collect = 'async () => ({ value: {} })'): string => `
import { defineCheck, defineCollector, defineSuite, step } from '@keycloak-release-gate/core';
import { z } from 'zod';
const look = defineCollector({ id: 'test/look', version: 1, title: 'A look', evidence: z.object({}), timeout: 400, params: () => ({}), collect: ${collect} });
const alwaysGood = defineCheck({ id: 'test/always-good', title: 'Good', why: 'A test', reads: { look }, expects: z.object({ limit: z.number().default(1) }), judge: () => ({ findings: [] }) });
export default defineSuite({ id: '${id}', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, ${checks})] });`;

interface Scenarios {
  readonly environment?: string;
  readonly suite?: string;
  readonly releases?: Readonly<Record<string, string>>;
  /** Further files, by their path in the folder that the program runs in. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** What it is given on standard input. */
  readonly input?: string;
}

let count = 0;

/** Runs the program on a small tree of scenarios, and returns what it said. */
export async function verify(
  args: readonly string[],
  scenarios: Scenarios = {},
  variables: Readonly<Record<string, string>> = { TEST_GATE_SECRET: 'long-enough-secret' },
  unread = false,
) {
  const folder = join(place, String((count += 1)));
  for (const kind of ['environments', 'suites', 'releases']) mkdirSync(join(folder, 'scenarios', kind), { recursive: true });
  writeFileSync(join(folder, 'scenarios/environments/one.ts'), scenarios.environment ?? environment());
  writeFileSync(join(folder, 'scenarios/suites/health.ts'), scenarios.suite ?? suite());
  for (const [id, text] of Object.entries(scenarios.releases ?? {})) writeFileSync(join(folder, `scenarios/releases/${id}.ts`), text);
  for (const [path, content] of Object.entries(scenarios.files ?? {})) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...variables },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(scenarios.input ?? '');
  let out = '';
  let err = '';
  if (unread) for (const stream of [child.stdout, child.stderr]) stream.destroy();
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, out, err, folder, wroteReports: existsSync(join(folder, 'reports')) };
}

/** What every refusal has in common: exit 2, nothing written, no stack trace. */
export async function refusal(...call: Parameters<typeof verify>): Promise<string> {
  const { exitCode, err, out, wroteReports } = await verify(...call);
  expect({ exitCode, out, wroteReports }).toEqual({ exitCode: 2, out: '', wroteReports: false });
  expect(err).not.toMatch(/^\s+at /m);
  return err;
}

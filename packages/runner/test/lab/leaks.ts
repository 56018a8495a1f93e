import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLab } from '@keycloak-release-gate/lab';
import { expect } from 'vitest';
import { credentialShapesIn } from './credential-shapes.ts';

/**
 * Every secret of the lab that stands in a file below `folder`, however it is written, and everything there that has the shape of a
 * credential. The lab's passwords and client secrets are the canaries: they are made at random, and every journey types one of them or is
 * answered by who holds one. Tokens, codes and cookies nobody planted.
 */
export async function leaksOf(name: string, folder: string): Promise<readonly string[]> {
  const lab = await openLab(name);
  if (!lab) throw new Error('The lab went away.');
  const { secrets, passwords, administrator } = lab.state;
  const planted = new Set([
    ...Object.entries(lab.variables()).flatMap(([variable, value]) => (/SECRET|PASSWORD|TOKEN|TOTP$/.test(variable) ? [value] : [])),
    ...Object.values(secrets.users),
    ...Object.values(secrets.clients),
    secrets.totpSeed,
    passwords.gate,
    passwords.keycloak,
    administrator.password,
  ]);
  expect(planted.size).toBeGreaterThan(15);
  const artefacts = filesIn(folder);
  expect(artefacts.length).toBeGreaterThan(30);
  const forms = [...planted].flatMap(writtenAs);
  return artefacts.flatMap((file) => {
    const content = readFileSync(file).toString('latin1');
    return [
      ...forms.filter((form) => content.includes(form)).map((form) => `${file}: ${form.slice(0, 4)}…`),
      ...credentialShapesIn(content).map((shape) => `${file}: ${shape}`),
    ];
  });
}

/** A secret in the encodings in which things are commonly written: plain, JSON, URL, hexadecimal and base 64 at any offset. */
function writtenAs(secret: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  // Without the characters that also depend on what stands before and after.
  const shifted = [0, 1, 2].map((offset) =>
    base64(`${'x'.repeat(offset)}${secret}`)
      .slice(offset === 0 ? 0 : 4)
      .replace(/=+$/, '')
      .slice(0, -1),
  );
  const urlSafe = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(secret).toString('hex');
  return [
    ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, hex.toUpperCase(), ...shifted, ...urlSafe]),
  ];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile());

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { changeLogFilesMissing } from './change-log-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'change-log-files-test-'));
mkdirSync(join(folder, 'providers'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A jar of these files, packed as `jar --create` packs them. */
function jar(name: string, files: Readonly<Record<string, string>>): void {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [content, packed] = [Buffer.from(text), deflateRawSync(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(path), packed]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, end, Buffer.from(path)]));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(join(folder, 'providers', name), Buffer.concat([...parts, listed, end]));
}

jar('theme.jar', { 'META-INF/keycloak-themes.json': '{"themes":[]}' });
jar('audit.jar', { 'META-INF/audit-changelog.xml': '<databaseChangeLog/>', 'audit/Audit.class': 'x' });
jar('named.jar', { 'db/named.xml': '<databaseChangeLog logicalFilePath="acme/one.xml"/>' });
writeFileSync(join(folder, 'providers', 'broken.jar'), 'PK\x03\x04 and no more');
writeFileSync(join(folder, 'providers', 'audit.txt'), 'META-INF/audit-changelog.xml');

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['the provider is there', ['audit.jar', 'theme.jar'], ['META-INF/audit-changelog.xml'], []],
  ['as Liquibase of old wrote it', ['audit.jar'], ['classpath:META-INF/audit-changelog.xml', '/META-INF/audit-changelog.xml'], []],
  ['a theme alone', ['theme.jar'], ['META-INF/audit-changelog.xml'], ['META-INF/audit-changelog.xml']],
  ['one of two files', ['audit.jar'], ['META-INF/audit-changelog.xml', 'META-INF/other.xml'], ['META-INF/other.xml']],
  ['two providers', ['audit.jar', 'named.jar'], ['META-INF/audit-changelog.xml', 'acme/one.xml'], []],
  ['a part of a name', ['audit.jar'], ['audit-changelog.xml'], ['audit-changelog.xml']],
  ['a jar that cannot be read', ['broken.jar'], ['META-INF/audit-changelog.xml'], ['META-INF/audit-changelog.xml']],
  ['a jar that is not there', ['gone.jar'], ['META-INF/audit-changelog.xml'], ['META-INF/audit-changelog.xml']],
  ['no jar', ['audit.txt'], ['META-INF/audit-changelog.xml'], ['META-INF/audit-changelog.xml']],
  ['no provider', [], ['META-INF/audit-changelog.xml'], ['META-INF/audit-changelog.xml']],
])('%s', async (_name, providers, files, missing) => expect(await changeLogFilesMissing({ folder, providers }, files)).toEqual(missing));

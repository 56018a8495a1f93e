import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = join(import.meta.dirname, 'provider');

/** Copies a built Keycloak into a folder, adds a provider that keeps a table and a change log of its own, and builds it anew. Needs a JDK. */
export async function homeWithProvider(home: string, folder: string, work: string, signal: AbortSignal): Promise<void> {
  const classes = join(work, 'classes');
  await mkdir(classes, { recursive: true });
  const jars = (await readdir(join(home, 'lib/lib/main'))).filter((name) =>
    /^org\.keycloak\.keycloak-(?:model-jpa|server-spi|core)/.test(name),
  );
  const path = jars.map((name) => join(home, 'lib/lib/main', name)).join(':');
  await run('javac', ['-cp', path, '-d', classes, join(source, 'audit/AuditEntityProviderFactory.java')], { signal });
  await cp(join(source, 'META-INF'), join(classes, 'META-INF'), { recursive: true });
  await cp(home, folder, { recursive: true, verbatimSymlinks: true });
  await run('jar', ['--create', '--file', join(folder, 'providers/audit.jar'), '-C', classes, '.'], { signal });
  await run(join(folder, 'bin/kc.sh'), ['build', '--db=postgres', '--health-enabled=true', '--metrics-enabled=true'], {
    cwd: folder,
    signal,
  });
}

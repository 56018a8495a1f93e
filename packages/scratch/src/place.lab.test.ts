import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPlace } from './place.ts';
import type { ScratchPlace } from './place.ts';

const { signal } = new AbortController();
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'place-test-'));
  chmodSync(base, 0o711);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const sleeper = ['-c', 'trap "" HUP INT TERM; echo up; sleep 1000 & wait'] as const;

test('a place is a folder of its own, and is gone with all that runs in it', async () => {
  const place = await openPlace(signal, base);
  expect(statSync(place.folder).mode & 0o777).toBe(0o700);
  const deaf = await place.spawn('sh', sleeper, { stdio: ['ignore', 'pipe', 'ignore'] });
  if (deaf.child.stdout) await once(deaf.child.stdout, 'data');
  await place.close();
  expect(await deaf.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(readdirSync(base)).toEqual([]);
  // A second time there is nothing to do.
  await place.close();
});

test('nothing starts in a place that is being cleared up', async () => {
  const place = await openPlace(signal, base);
  rmSync(join(place.folder, 'open'));
  const late = await place.spawn('sh', ['-c', 'exit 0']);
  expect(await late.ended).toEqual({ code: 125, signal: null });
  await place.close();
});

test('a process gets nothing of the environment that could lead it elsewhere', async () => {
  const place = await openPlace(signal, base);
  const { child, ended } = await place.spawn('env', [], { env: { PGPORT: '1' }, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  await ended;
  await place.close();
  const names = said.split('\n').flatMap((line) => line.split('=')[0] || []);
  expect(names.filter((name) => name !== '_').toSorted()).toEqual(['HOME', 'LC_ALL', 'PATH', 'PGPORT', 'PWD']);
});

test('root that may not look into the processes of another account, as in a container, ends them all the same', async () => {
  const container = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'] : [];
  const child = spawn('env', [...container, process.execPath, join(import.meta.dirname, '../test/open-and-close.ts'), base], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(JSON.parse(await text(child.stdout))).toEqual({ code: null, signal: 'SIGKILL' });
  expect(readdirSync(base)).toEqual([]);
});

test('a folder that cannot be given to the account of the server is told at once, and is gone', async () => {
  // Anybody else than root gives nothing away: there the folder itself cannot be made.
  const [program = '', ...args] = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-chown', '--inh-caps=-chown'] : ['env'];
  if (args.length === 0) chmodSync(base, 0o500);
  const wanted = [process.execPath, join(import.meta.dirname, '../test/open-and-close.ts'), base];
  const child = spawn(program, [...args, ...wanted], { stdio: ['ignore', 'ignore', 'pipe'] });
  expect(await text(child.stderr)).toContain(`No scratch folder could be made in ${base}: `);
  expect(readdirSync(base)).toEqual([]);
});

test('an abort ends what runs', async () => {
  const abort = new AbortController();
  const place = await openPlace(abort.signal, base);
  const deaf = await place.spawn('sh', sleeper, { stdio: ['ignore', 'pipe', 'ignore'] });
  if (deaf.child.stdout) await once(deaf.child.stdout, 'data');
  abort.abort();
  expect(await deaf.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await place.close();
});

test('a keeper that was killed is replaced at the end', async () => {
  const place = await openPlace(signal, base);
  const keeper = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(`keeper.sh\0new\0${base}`));
  process.kill(Number(keeper), 'SIGKILL');
  await place.close();
  expect(readdirSync(base)).toEqual([]);
});

test('the next place clears away what a crash left behind, and never one that is kept, young or somebody else’s', async () => {
  const kept = await openPlace(signal, base);
  const old = new Date(Date.now() - 120_000);
  for (const name of ['kcgate-left000000', 'kcgate-young00000', 'kcgate-mine.txt', 'other']) {
    mkdirSync(join(base, name, 'data'), { recursive: true, mode: 0o700 });
    writeFileSync(join(base, name, 'data/PG_VERSION'), '15\n');
    if (name !== 'kcgate-young00000') utimesSync(join(base, name), old, old);
  }
  utimesSync(kept.folder, old, old);
  const left = spawn('sleep', ['1000'], { cwd: join(base, 'kcgate-left000000/data'), stdio: 'ignore', detached: true });
  const ended = once(left, 'close');
  const next = await openPlace(signal, base);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(existsSync(kept.folder)).toBe(true);
  await next.close();
  expect(readdirSync(base).toSorted()).toEqual(
    [kept.folder.slice(base.length + 1), 'kcgate-mine.txt', 'kcgate-young00000', 'other'].toSorted(),
  );
  await kept.close();
});

test('a folder that the account of the server cannot reach is told', async () => {
  chmodSync(base, 0o700);
  const opened = await openPlace(signal, base).catch((error: unknown) => error);
  // Only root runs the server as another account.
  if (opened instanceof Error) expect(opened.message).toMatch(/cannot reach a folder in .*Set TMPDIR/);
  else await (opened as ScratchPlace).close();
  expect(readdirSync(base)).toEqual([]);
});

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../install/cache.ts';
import { killRecordedProcesses } from '../processes/recorded-process.ts';
import { removeLabFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { hasCode } from './lab-error.ts';

/** Ends what a lab without a daemon left running, and removes its folder. Returns the names of the processes it ended. */
export async function cleanCrashedLab(folder: LabFolder): Promise<readonly string[]> {
  await quitPostgres(join(folder.postgres, 'data'));
  const ended: string[] = [];
  for (const records of [folder.processes, join(folder.kubelet, 'processes'), join(folder.controlPlane, 'processes')]) {
    ended.push(...(await killRecordedProcesses(records)));
  }
  ended.push(...(await killProcessesOf(folder.root)));
  await removeLabFolder(folder);
  return ended;
}

/** An immediate shutdown: a server that is killed outright leaves its shared memory behind. */
async function quitPostgres(data: string): Promise<void> {
  const [pid] = (await readText(join(data, 'postmaster.pid'))).split('\n').map(Number);
  if (pid === undefined || !Number.isInteger(pid) || pid <= 0 || !(await commandLine(pid)).includes(data)) return;
  process.kill(pid, 'SIGQUIT');
  for (let waited = 0; isAlive(pid) && waited < 3_000; waited += 50) await delay(50);
}

/** Programs of a lab that have no record: they were started by their own kind of starter, as Apache's workers are. */
const programs = /(?:^|\/)(?:java|postgres|apache2|etcd|kube-[\w-]+|node)$/;

async function killProcessesOf(root: string): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const pid of (await childrenOfProc()).map(Number)) {
    const words = await commandLine(pid);
    const [program = ''] = words;
    if (pid === process.pid || !programs.test(program) || !words.some((word) => word.includes(`${root}/`))) continue;
    try {
      process.kill(pid, 'SIGKILL');
      ended.push(program);
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error;
    }
  }
  return ended;
}

async function childrenOfProc(): Promise<readonly string[]> {
  try {
    return (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

const commandLine = async (pid: number): Promise<readonly string[]> => (await readText(`/proc/${pid}/cmdline`)).split('\0');

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return '';
    throw error;
  }
}

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Lab } from '../lab/lab.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { rolledOut } from './workload.ts';

export const apiServerHangs: Fault = {
  id: 'api-server-hangs',
  title: 'The API server of Kubernetes takes connections and answers nothing',
  inject: async (lab) => void process.kill(await apiServer(lab), 'SIGSTOP'),
  heal: async (lab, signal) => {
    process.kill(await apiServer(lab), 'SIGCONT');
    await until(
      'the API server is ready',
      async () => (await text(await lab.kubernetes.open({ path: '/readyz', signal }))) === 'ok',
      signal,
    );
    await rolledOut(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'kubernetes/API_TIMED_OUT', exitCode: 3, mayAlso: [], domains: ['kubernetes'] },
};

/** The process id of the lab's API server, from the records that its daemon keeps of what it starts. */
export async function apiServer(lab: Lab): Promise<number> {
  const folder = join(lab.folder.controlPlane, 'processes');
  for (const name of await readdir(folder)) {
    const record: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    if (
      typeof record === 'object' &&
      record !== null &&
      'name' in record &&
      record.name === 'kube-apiserver' &&
      'pid' in record &&
      typeof record.pid === 'number'
    ) {
      return record.pid;
    }
  }
  throw new Error(`The lab has no record of an API server in ${folder}.`);
}

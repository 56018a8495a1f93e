import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { controlPlaneBinaries } from '../packages/lab/src/control-plane/binaries.ts';
import { startControlPlane } from '../packages/lab/src/control-plane/start.ts';
import { cacheFolder } from '../packages/lab/src/install/cache.ts';
import { startKubelet } from '../packages/lab/src/kubelet/kubelet.ts';
import { put } from '../packages/lab/src/kubernetes-api/apply.ts';
import { connectKubernetes } from '../packages/lab/src/kubernetes-api/kubernetes-api.ts';
import { applyNamespace } from '../packages/lab/src/manifests/apply-lab.ts';
import { labNamespace } from '../packages/lab/src/manifests/names.ts';
import { writeKeycloakLog } from './keycloak-log.ts';
import { median } from './time.ts';

/**
 * What reading and judging a pod's log costs, through a real API server: the time beside `kubectl logs > /dev/null` of the same log,
 * and the memory beside the same look at an empty log. Usage: node bench/logs.ts [megabytes] [pairs]
 */
const megabytes = Number(process.argv[2] ?? 500);
const pairs = Number(process.argv[3] ?? 5);
const folder = await mkdtemp(join(tmpdir(), 'bench-logs-'));
const ended = new AbortController();
const { signal } = ended;

/** Its standard output, and how long it took. */
async function run(
  command: string,
  args: readonly string[],
  isKept: boolean,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly output: string; readonly seconds: number }> {
  const from = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', isKept ? 'pipe' : 'ignore', 'inherit'], env: { ...process.env, ...env } });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return { output, seconds: (performance.now() - from) / 1000 };
}

/** CPU seconds per GB of the log: of judging it from a file, and of `cat` of that file into a pipe that is read to its end. */
async function judgeAlone([command, args]: readonly [string, readonly string[]]): Promise<{
  readonly seconds: number;
  readonly cat: number;
}> {
  const file = join(folder, 'stamped.log');
  const output = createWriteStream(file);
  await pipeline(spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout, output);
  const gigabytes = output.bytesWritten / 1e9;
  const judged = await run(
    process.execPath,
    ['--max-semi-space-size=2', fileURLToPath(new URL('logs-judge.ts', import.meta.url)), file],
    true,
  );
  // The second line of `times` is what the children took: `0m0.01s 0m0.20s`.
  const { output: times } = await run('/bin/sh', ['-c', 'cat "$1" | cat > /dev/null; times', 'sh', file], true);
  const seconds = [...(times.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    (time) => Number(time[1]) * 60 + Number(time[2]),
  );
  return { seconds: Number(judged.output) / gigabytes, cat: seconds.reduce((sum, each) => sum + each, 0) / gigabytes };
}

const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const log = join(folder, 'keycloak.log');
  writeKeycloakLog(log, megabytes * 1e6);
  const binaries = await controlPlaneBinaries({ cacheDir: cacheFolder(), signal });
  const plane = await startControlPlane({ dir: join(folder, 'control-plane'), binaries, signal });
  closers.unshift(() => plane.stop());
  const kubelet = await startKubelet({
    server: plane.server,
    caFile: plane.caFile,
    token: plane.tokens.kubelet,
    dir: join(folder, 'kubelet'),
    settings: { logMaxBytes: 2 ** 40 },
    images: {
      pull: (image) =>
        Promise.resolve({
          imageId: `docker.io/library/${image}`,
          prepare: ({ args, env, directory }) =>
            Promise.resolve({ file: '/bin/sh', args: ['-c', ...args], env: { ...env }, cwd: directory }),
        }),
    },
    signal,
  });
  closers.unshift(() => kubelet.stop());
  const api = await connectKubernetes({ server: plane.server, caFile: plane.caFile, token: plane.tokens.admin });
  await applyNamespace(api, signal);
  const kubectl = (...args: readonly string[]): readonly [string, readonly string[]] => [
    join(binaries, 'kubectl'),
    [`--kubeconfig=${plane.gateKubeconfigFile}`, `--namespace=${labNamespace}`, ...args],
  ];
  const lastLine = 'that was the last line';
  for (const [name, command] of [
    ['empty', 'sleep 86400'],
    ['large', `cat ${log}; echo ${lastLine}; sleep 86400`],
  ] as const)
    await put(
      api,
      'Deployment',
      {
        metadata: { name, namespace: labNamespace },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'keycloak', image: 'keycloak:26.7.4', args: [command] }] },
          },
        },
      },
      signal,
    );
  const areRunning = async (): Promise<boolean> => {
    const { items } = await api.list('Pod', { namespace: labNamespace }, signal);
    return items.length === 2 && items.every(({ status }) => status?.phase === 'Running');
  };
  while (!(await areRunning())) await delay(500);
  const isWritten = async (): Promise<boolean> =>
    (
      await run(...kubectl('logs', 'deployment/large', '--tail=1', '--pod-running-timeout=60s'), true).catch(() => ({ output: '' }))
    ).output.trim() === lastLine;
  while (!(await isWritten())) await delay(1_000);

  const gateOn = async (name: string): Promise<Gate> => {
    const script = fileURLToPath(new URL('logs-gate.ts', import.meta.url));
    // With the flag of `pnpm verify`.
    const args = ['--max-semi-space-size=2', script, plane.server, plane.caFile, labNamespace, name];
    const { output, seconds } = await run(process.execPath, args, true, { GATE_TOKEN: plane.tokens.gate });
    return { ...(JSON.parse(output) as Omit<Gate, 'wall'>), wall: seconds };
  };
  await gateOn('empty');
  const judging = await judgeAlone(kubectl('logs', 'deployment/large', '--timestamps'));
  const seen: { readonly kubectl: number; readonly large: Gate; readonly empty: Gate }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const { seconds } = await run(...kubectl('logs', 'deployment/large'), false);
    const large = await gateOn('large');
    const empty = await gateOn('empty');
    seen.push({ kubectl: seconds, large, empty });
    process.stdout.write(
      `kubectl ${seconds.toFixed(1)} s, gate ${large.wall.toFixed(1)} s (${large.cpuSeconds.toFixed(1)} s CPU), ${large.megabytes.toFixed(0)} MB against ${empty.megabytes.toFixed(0)} MB\n`,
    );
  }
  const of = (value: (pair: (typeof seen)[number]) => number): number => median(seen.map(value));
  process.stdout.write(
    [
      `${((seen[0]?.large.bytes ?? 0) / 1e6).toFixed(0)} MB with the kubelet's times, ${seen[0]?.large.lines ?? 0} lines`,
      `collected and judged ÷ kubectl logs > /dev/null: ${of(({ kubectl: there, large }) => large.wall / there).toFixed(2)} (limit 1.3)`,
      `memory over an empty log: ${of(({ large, empty }) => large.megabytes - empty.megabytes).toFixed(0)} MB (limit 32)`,
      `CPU of the gate, its own start left out: ${of(({ large, empty }) => ((large.cpuSeconds - empty.cpuSeconds) / large.bytes) * 1e9).toFixed(2)} s/GB`,
      `judging alone: ${judging.seconds.toFixed(2)} s/GB of CPU, cat of the same bytes ${judging.cat.toFixed(2)} s/GB: ${(judging.seconds / judging.cat).toFixed(1)} ×`,
      '',
    ].join('\n'),
  );
  api.close();
} finally {
  for (const close of closers) await close();
}

interface Gate {
  readonly seconds: number;
  readonly wall: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly lines: number;
  readonly bytes: number;
}

import { resolve } from 'node:path';
import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Lab } from '@keycloak-release-gate/lab';
import { recordBefore } from '../../lab/start-lab.ts';
import { labProgress } from '../../lab/progress.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';

interface LabFlags {
  readonly lab?: string;
  readonly scenarios: string;
  readonly reports: string;
}

const library = () => import('@keycloak-release-gate/lab');
const progress = labProgress(process.stderr);

/** Ctrl-C while something slow runs in the lab. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error('interrupted'));
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}

async function labThatIsUp(name: string): Promise<Lab> {
  const lab = await (await library()).openLab(name);
  if (lab) return lab;
  throw new ConfigurationError([{ code: 'LAB_DOWN', message: `The lab "${name}" is not up.`, remedy: '`verify lab up` brings it up.' }]);
}

export const labUp = command(async (flags: LabFlags & { readonly version?: string }) => {
  const { openLab, up } = await library();
  if (await openLab(labName(flags))) return show(labName(flags));
  const version = flags.version === undefined ? {} : { version: flags.version };
  const lab = await interruptible((signal) => up({ name: labName(flags), signal, progress, ...version }));
  await recordBefore(labName(flags), lab, { env: 'lab', scenarios: resolve(flags.scenarios), reports: resolve(flags.reports) });
  return show(labName(flags));
});

export const labDown = command(async (flags: LabFlags) => {
  await (await library()).down({ name: labName(flags), progress });
  process.stdout.write(`The lab "${labName(flags)}" is down; nothing of it is left.\n`);
  return 0;
});

export const labStatus = command(async (flags: LabFlags) => show(labName(flags)));

export const labDeploy = command(async (flags: LabFlags, version: string) => {
  const lab = await labThatIsUp(labName(flags));
  await interruptible((signal) => lab.deploy(version, { signal, progress }));
  return show(labName(flags));
});

export const labPull = command(async (flags: LabFlags, version: string) => {
  const lab = await labThatIsUp(labName(flags));
  await interruptible((signal) => lab.pull(version, { signal, progress }));
  process.stdout.write(`Keycloak ${version} is unpacked in ${lab.folder.images}.\n`);
  return 0;
});

export const labScale = command(async (flags: LabFlags, replicas: number) => {
  if (!Number.isInteger(replicas) || replicas < 0)
    throw new ConfigurationError([
      { code: 'BAD_REPLICAS', message: `${replicas} is no number of pods.`, remedy: 'Give a whole number from 0 on.' },
    ]);
  const lab = await labThatIsUp(labName(flags));
  await interruptible((signal) => lab.scale(replicas, { signal, progress }));
  return show(labName(flags));
});

export const labRollback = command(
  async (flags: LabFlags & { readonly plan: 'a' | 'b'; readonly until: 'scaled-down' | 'restored' | 'done' }) => {
    const lab = await labThatIsUp(labName(flags));
    await interruptible((signal) => lab.rollback(flags.plan, { signal, progress, until: flags.until }));
    return show(labName(flags));
  },
);

export const labFault = command(async (flags: LabFlags & { readonly heal: boolean }, id?: string) => {
  const { faults } = await library();
  if (id === undefined) {
    const width = Math.max(...faults.map((fault) => fault.id.length));
    process.stdout.write(faults.map((fault) => `${fault.id.padEnd(width)}  ${fault.title}; caught as ${fault.expect.cause}\n`).join(''));
    return 0;
  }
  const fault = faults.find((each) => each.id === id);
  if (!fault) {
    const guess = nearest(
      id,
      faults.map((each) => each.id),
    );
    throw new ConfigurationError([
      {
        code: 'UNKNOWN_FAULT',
        message: `There is no fault "${id}".`,
        remedy: guess ? `Did you mean "${guess}"?` : '`verify lab fault` lists them.',
      },
    ]);
  }
  const lab = await labThatIsUp(labName(flags));
  await interruptible((signal) => (flags.heal ? fault.heal(lab, signal) : fault.inject(lab, signal)));
  process.stdout.write(
    flags.heal
      ? `Healed: ${fault.title}.\n`
      : `Injected: ${fault.title}.\nNow: verify --env lab --suite ${fault.expect.suite}\nIt finds ${fault.expect.cause}. Undo it with: verify lab fault ${fault.id} --heal\n`,
  );
  return 0;
});

async function show(name: string): Promise<number> {
  const status = await (await library()).status(name);
  process.stdout.write(`${typeof status === 'string' ? status : JSON.stringify(status, null, 2)}\n`);
  return 0;
}

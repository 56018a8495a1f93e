import { buildApplication, ExitCode, help, run } from '@stricli/core';
import { commandNames, routes } from './routes.ts';

const application = buildApplication(
  routes,
  { name: 'verify', scanner: { caseStyle: 'allow-kebab-for-camel' } },
  {
    help: help({
      brief: 'Print help information and exit',
      alias: 'h',
      formatting: { useAliasInUsageLine: false, caseStyle: 'convert-camel-to-kebab', onlyRequiredInUsageLine: true },
    }),
  },
);

/**
 * Runs the program and ends it with its exit code. A crash is 4, never 1: 1 says that the gate looked and said no.
 * It ends even where a collector that was given up still holds a socket or a timer.
 */
export async function main(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  await runCommand(args);
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit(process.exitCode);
}

/** Whoever reads may stop reading (`| head`): the run goes on, and its record is written. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Resolves when all that was written before is out, or nobody reads it any more. */
const flushed = async (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

async function runCommand(args: readonly string[]): Promise<void> {
  const crashed = (error: unknown): never => {
    process.stderr.write(
      `verify crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a defect of the gate, not of your Keycloak.\n`,
    );
    process.exit(4);
  };
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  const [first = ''] = args;
  if (/^[a-z]/.test(first) && !commandNames.includes(first)) {
    // Only who mistypes waits for it.
    const { nearest } = await import('@keycloak-release-gate/core');
    const guess = nearest(first, commandNames);
    process.stderr.write(
      `There is no command "${first}". ${guess ? `Did you mean "${guess}"?` : `There are: ${commandNames.join(', ')}.`}\n`,
    );
    process.exitCode = 2;
    return;
  }
  // The commands set the exit code of the process; the scanner sets this one.
  const scanner: { exitCode: number | string | null } = { exitCode: null };
  await run(application, [...args], {
    process: Object.assign(scanner, { stdout: process.stdout, stderr: process.stderr, env: process.env }),
  });
  if (scanner.exitCode === ExitCode.UnknownCommand || scanner.exitCode === ExitCode.InvalidArgument) process.exitCode = 2;
  else if (Number(scanner.exitCode) !== ExitCode.Success) process.exitCode = 4;
}

import { spawn } from 'node:child_process';
import { gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { accessCodes } from './access-codes.ts';
import { ApiFailure } from './api-failure.ts';

const SECONDS = 10;
const LARGEST_OUTPUT = 1_000_000;
/** Milliseconds for the rest of an output to arrive. */
const MOMENT = 500;

const Command = z.object({
  apiVersion: z.string().default('client.authentication.k8s.io/v1'),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: z.string().optional(),
  installHint: z.string().nullish(),
});

const Credential = z.object({
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
  }),
});

/** What a kubeconfig's user then has instead of the command. Certificates are in base64, as in the file. */
export interface CommandCredential {
  readonly token?: string;
  readonly certData?: string;
  readonly keyData?: string;
}

/**
 * Runs the login command of a kubeconfig (`exec`), without a terminal or a display and for at most ten seconds: one that wants to
 * open a browser or to ask for a password fails here, and whatever it started is ended with it. Throws an ApiFailure.
 */
export async function credentialOfCommand(exec: unknown, signal: AbortSignal): Promise<CommandCredential> {
  const command = Command.safeParse(exec);
  if (!command.success) throw failed(`The kubeconfig's \`exec\` is not valid: ${z.prettifyError(command.error).split('\n')[0] ?? ''}.`);
  const { apiVersion, interactiveMode, args, env, installHint } = command.data;
  const name = command.data.command;
  if (interactiveMode === 'Always') throw failed(`\`${name}\` wants a person at a terminal (interactiveMode: Always).`);
  const output = await run(
    name,
    args ?? [],
    {
      // A login command finds its own configuration by PATH, HOME and variables of its own.
      // oxlint-disable-next-line no-process-env
      ...process.env,
      // No browser opens on somebody's screen in the middle of a run.
      DISPLAY: undefined,
      WAYLAND_DISPLAY: undefined,
      BROWSER: 'false',
      ...Object.fromEntries((env ?? []).map((variable) => [variable.name, variable.value])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } }),
    },
    signal,
    installHint ?? '',
  );
  const credential = Credential.safeParse(parseOrUndefined(output));
  if (!credential.success) throw failed(`\`${name}\` printed no credential.`);
  const { token, clientCertificateData, clientKeyData } = credential.data.status;
  return {
    ...(token === undefined ? {} : { token }),
    ...(clientCertificateData === undefined ? {} : { certData: base64(clientCertificateData) }),
    ...(clientKeyData === undefined ? {} : { keyData: base64(clientKeyData) }),
  };
}

async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  installHint: string,
): Promise<string> {
  const time = AbortSignal.timeout(SECONDS * 1000);
  const end = AbortSignal.any([signal, time]);
  return new Promise((resolve, reject) => {
    // A group of its own: what the command starts (a browser, a server for its answer) holds its output open, and ends with it.
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let out = '';
    let err = '';
    const kill = (): void => endGroup(child.pid);
    const settle = (outcome: () => void): void => {
      end.removeEventListener('abort', onEnd);
      outcome();
    };
    const onEnd = (): void => {
      kill();
      child.stdout.destroy();
      child.stderr.destroy();
      const words = lastWords(err);
      settle(() =>
        signal.aborted
          ? reject(signal.reason as Error)
          : reject(
              failed(
                `\`${command}\` gave nothing within ${SECONDS} s: it may be waiting for a person${words === '' ? '.' : `. It said: ${words}`}`,
              ),
            ),
      );
    };
    end.addEventListener('abort', onEnd, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.length > LARGEST_OUTPUT) kill();
    });
    child.stderr.on('data', (chunk: Buffer) => (err = (err + chunk.toString()).slice(-LARGEST_OUTPUT)));
    child.once('error', (error) =>
      settle(() =>
        reject(
          failed(
            'code' in error && error.code === 'ENOENT'
              ? notInstalled(command, installHint)
              : `\`${command}\` cannot be run: ${error.message}`,
          ),
        ),
      ),
    );
    const finish = (code: number | null, killedBy: NodeJS.Signals | null): void => {
      const words = lastWords(err);
      if (code === 0 && out.length <= LARGEST_OUTPUT) settle(() => resolve(out));
      else settle(() => reject(failed(`\`${command}\` failed (${killedBy ?? `exit code ${code}`})${words === '' ? '.' : `: ${words}`}`)));
    };
    let moment: NodeJS.Timeout | undefined;
    // Who still holds the output when the command itself has ended was started by it, and is not waited for.
    child.once('exit', (code, killedBy) => {
      kill();
      moment = setTimeout(finish, MOMENT, code, killedBy);
    });
    child.once('close', (code, killedBy) => {
      clearTimeout(moment);
      finish(code, killedBy);
    });
  });
}

const notInstalled = (command: string, hint: string): string =>
  `\`${command}\`, by which the kubeconfig logs in, is not installed here${hint === '' ? '.' : `: ${hint.trim().split('\n')[0]?.slice(0, 300) ?? ''}`}`;

/** Ends a group of processes, also where its leader has ended already. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // No process of the group is left, which is what is wanted.
  }
}

/** The last line that says something. */
const lastWords = (text: string): string => text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says that no credential was printed; the output itself may hold half a secret.
    return undefined;
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const failed = (reason: string): ApiFailure => new ApiFailure(gap(accessCodes.LOGIN_COMMAND_FAILED, { subject: 'kubernetes', reason }));

import { execFile } from 'node:child_process';
import { gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { accessCodes } from './access-codes.ts';
import { ApiFailure } from './api-failure.ts';

const SECONDS = 10;

const Command = z.object({
  apiVersion: z.string().default('client.authentication.k8s.io/v1'),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: z.string().optional(),
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
 * Runs the login command of a kubeconfig (`exec`), without a terminal and for at most ten seconds: one that wants to open a
 * browser or to ask for a password fails here at once. Throws an ApiFailure.
 */
export async function credentialOfCommand(exec: unknown, signal: AbortSignal): Promise<CommandCredential> {
  const command = Command.safeParse(exec);
  if (!command.success) throw failed(`The kubeconfig's \`exec\` is not valid: ${z.prettifyError(command.error).split('\n')[0] ?? ''}.`);
  const { apiVersion, interactiveMode, args, env } = command.data;
  const name = command.data.command;
  if (interactiveMode === 'Always') throw failed(`\`${name}\` wants a person at a terminal (interactiveMode: Always).`);
  const output = await run(
    name,
    args ?? [],
    {
      // A login command finds its own configuration by PATH, HOME and variables of its own.
      // oxlint-disable-next-line no-process-env
      ...process.env,
      ...Object.fromEntries((env ?? []).map((variable) => [variable.name, variable.value])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } }),
    },
    signal,
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

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      { env, timeout: SECONDS * 1000, killSignal: 'SIGKILL', signal, maxBuffer: 1_000_000 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.killed === true) reject(failed(`\`${command}\` gave nothing within ${SECONDS} s: it may be waiting for a person.`));
        else reject(failed(`\`${command}\` failed: ${(stderr.trim() || error.message).split('\n')[0]?.slice(0, 300) ?? ''}`));
      },
    );
    child.stdin?.end();
  });
}

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

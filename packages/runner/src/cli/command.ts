import type { Problem } from '@keycloak-release-gate/core';
import { styleText } from 'node:util';
import { cleanText } from '../report/clean-text.ts';

/** Wraps a command: problems of the configuration are shown as one list with exit code 2; anything else that is thrown crashes with 4. */
export function command<A extends readonly unknown[]>(work: (...args: A) => Promise<number>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      const off = verificationOff(process.env);
      if (off) process.stderr.write(problemList([off]));
      process.exitCode = off ? 2 : await work(...args);
    } catch (error) {
      // What ends well does not wait for it.
      const { ConfigurationError } = await import('@keycloak-release-gate/core');
      if (error instanceof ConfigurationError) {
        process.stderr.write(problemList(error.problems));
        process.exitCode = 2;
      } else if (hasRemedy(error)) {
        process.stderr.write(`${mark('✗')} ${cleanText(error.message)}\n`);
        process.exitCode = 2;
      } else {
        process.stderr.write(
          `verify crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a defect of the gate, not of your Keycloak.\n`,
        );
        process.exitCode = 4;
      }
    }
  };
}

/** The problem where a variable makes Node believe whoever answers: a gate that is led elsewhere by that would say yes to anything. */
const verificationOff = ({ NODE_TLS_REJECT_UNAUTHORIZED: verifies }: NodeJS.ProcessEnv): Problem | undefined =>
  verifies === '0'
    ? {
        code: 'VERIFICATION_OFF',
        message: 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of certificates off: nothing that is seen could be believed.',
        where: 'NODE_TLS_REJECT_UNAUTHORIZED',
        remedy: 'Unset it, and name the file of your own authority (PEM) in NODE_EXTRA_CA_CERTS.',
      }
    : undefined;

/** All problems: what is wrong, where, and what to do. A name of somebody else's file may stand in them. */
function problemList(problems: readonly Problem[]): string {
  const lines = problems.map(({ code, message, where, remedy }) =>
    [
      `${mark('✗')} ${cleanText(message)}`,
      ...(where ? [`    where  ${cleanText(where)}`] : []),
      ...(remedy ? [`    do     ${cleanText(remedy)}`] : []),
      `    code   ${code}`,
    ].join('\n'),
  );
  const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return `${count} not right with the configuration; nothing was looked at.\n\n${lines.join('\n\n')}\n`;
}

/** The lab's errors say what to do; they are told by shape, as its library is loaded only when a lab is asked for. */
export const hasRemedy = (error: unknown): error is Error & { readonly remedy: string } =>
  error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';

const mark = (text: string): string => styleText('red', text, { stream: process.stderr });

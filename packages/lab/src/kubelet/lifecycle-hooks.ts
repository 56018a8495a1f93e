import type { Container, LifecycleHandler, Pod } from '../kubernetes-api/objects.ts';
import { execInContainer } from './exec-in-container.ts';
import type { InsideContainer } from './exec-in-container.ts';
import { podText } from './go-text.ts';

/** As long as a hook without a deadline of its own may take here, in ms. */
const longest = 3_600_000;

/**
 * Runs a hook of a container to its end. Returns undefined when it went well, and otherwise why it did not, in the words of
 * a kubelet [lifecycle/handlers.go]. Never rejects.
 */
export async function runHook(
  hook: LifecycleHandler,
  container: Container,
  pod: Pod,
  inside: InsideContainer,
  signal: AbortSignal,
  withinMs: number = longest,
): Promise<string | undefined> {
  const command = hook.exec?.command;
  if (command === undefined) return 'Cannot run handler: the lab runs exec hooks only';
  const outcome = await execInContainer(command, inside, withinMs, signal);
  if (outcome.kind === 'exited' && outcome.code === 0) return undefined;
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const failed = (error: string, output: string): string =>
    `Exec lifecycle hook ([${command.join(' ')}]) for Container "${container.name}" in Pod "${podText({ name, namespace, uid })}" failed - error: ${error}, message: ${JSON.stringify(output)}`;
  switch (outcome.kind) {
    case 'exited':
      return failed(`command '${command.join(' ')}' exited with ${outcome.code}: ${outcome.output}`, outcome.output);
    case 'timedOut':
      return failed(`command "${command.join(' ')}" timed out`, '');
    case 'refused':
      return failed(outcome.message, '');
  }
}

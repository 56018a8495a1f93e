import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lab/verify.ts';

const guide = readFileSync(join(repository, 'docs/adopting.md'), 'utf8');

/** The blocks of the guide that are for a shell, as they stand there. */
export const shellBlocks: readonly string[] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

/** The one block that begins so. Throws where there is none, or more than one. */
export function blockOf(beginning: string): string {
  const [block, another] = shellBlocks.filter((text) => text.startsWith(beginning));
  if (block === undefined || another !== undefined)
    throw new Error(`docs/adopting.md has not just one block that begins with ${beginning}`);
  return block;
}

/** The commands of a block, each as a shell reads it: without comments, one that goes over several lines joined, a here-document with its command. */
export function commandsOf(block: string): readonly string[] {
  const commands: string[] = [];
  let open: { readonly until: string | undefined } | undefined;
  for (const line of block.trimEnd().split('\n')) {
    const isPart = open !== undefined;
    const text = isPart ? line : line.replace(/(?:^|\s+)#\s.*$/, '');
    if (text === '') continue;
    if (isPart) commands.push(`${commands.pop() ?? ''}\n${text}`);
    else commands.push(text);
    const here = / << (\w+)$/.exec(text)?.[1];
    if (here !== undefined) open = { until: here };
    else if (open?.until !== undefined) open = text === open.until ? undefined : open;
    else open = isOpen(commands.at(-1) ?? '') ? { until: undefined } : undefined;
  }
  return commands.map((command) => (command.includes(' << ') ? command : command.replaceAll(/\s*\\?\n\s*/g, ' ').trim()));
}

/** Whether a command goes on in the next line: it says so, or a quotation has not ended. */
const isOpen = (command: string): boolean => /(?:\\|\|)$/.test(command) || (command.match(/'/g)?.length ?? 0) % 2 === 1;

/** The commands of `verify` that stand within the text, or in what is no block for a shell: those with words of their own behind the name. */
export const commandsInText: readonly string[] = [
  ...guide
    .replaceAll(/^```sh\n[\s\S]*?^```$/gm, '')
    .matchAll(/`(?:pnpm )?(verify [^`]*(?:--|<|release-)[^`]*)`|(?:run: |& )pnpm (verify .*)$/gm),
].map(([, quoted, plain]) => quoted ?? plain ?? '');

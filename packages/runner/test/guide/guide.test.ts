import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocks, elsewhere, followed, notRun, single } from './account.ts';
import { blockOf, commandsInText, commandsOf, shellBlocks } from './blocks.ts';

// Every command of docs/adopting.md is run by a test, or is named with the reason why not: a new line that is neither fails here.

const beginnings = Object.keys(blocks);
const oneByOne = shellBlocks.filter((block) => !beginnings.some((beginning) => block.startsWith(beginning))).flatMap(commandsOf);
const commands = new Set([...oneByOne, ...commandsInText]);
const accounts = { followed, single, elsewhere, notRun };
const file = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

describe('the guide', () => {
  test.each([...commands])('accounts for: %s', (command) => {
    expect(Object.entries(accounts).flatMap(([name, lines]) => (command in lines ? [name] : []))).toHaveLength(1);
  });

  test('has each command that is accounted for', () => {
    expect(Object.values(accounts).flatMap((lines) => Object.keys(lines).filter((command) => !commands.has(command)))).toEqual([]);
    for (const beginning of beginnings) expect(blockOf(beginning)).not.toBe('');
  });

  test.each([...Object.entries(blocks), ...Object.entries(single)])('is run from %s on by the test %s', (beginning, name) => {
    expect(file(name)).toContain(beginning.trim());
  });

  test.each(Object.entries(elsewhere))('is followed with other names: %s', (_, [name, words]) => {
    expect(file(name)).toContain(words);
  });
});

test('commands are read as a shell reads them', () => {
  const block = `one --a  # a comment\n# another\ntwo \\\n  --b\nthree '{\n  x}'\n`;
  expect(commandsOf(block)).toEqual(['one --a', 'two --b', "three '{ x}'"]);
  expect(commandsOf('cat > file << END\n# kept\n  $(date)\nEND\nnext')).toEqual(['cat > file << END\n# kept\n  $(date)\nEND', 'next']);
});

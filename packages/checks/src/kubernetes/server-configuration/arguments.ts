import { compare } from '@keycloak-release-gate/core';
import { isSecretName } from '../../keycloak-config/secret-state.ts';
import type { Concealer, Path } from './plain-secrets.ts';

/** An option with what belongs to it: `--db=postgres`, or `--db postgres` in two. */
interface Option {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * The arguments with the options of Keycloak's command line in the order of their names: theirs means nothing, but among those of one
 * name. What comes before the first option (`start`) stays before it.
 */
export function inOrderOfNames(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => word.startsWith('-'));
  if (first < 0) return words;
  const options: Option[] = [];
  for (const word of words.slice(first)) {
    const last = options.at(-1);
    if (word.startsWith('-') || last === undefined) options.push({ name: word.split('=', 1)[0] ?? word, words: [word] });
    else options[options.length - 1] = { ...last, words: [...last.words, word] };
  }
  return [...words.slice(0, first), ...options.toSorted((a, b) => compare(a.name, b.name)).flatMap((option) => option.words)];
}

/** The arguments without secrets: `--db-password=…`, `--db-password …`, and what stands in a command for a shell. */
export function concealed(words: readonly string[], path: Path, conceal: Concealer): readonly string[] {
  return words.map((word, index) => {
    const [, name = '', value = ''] = /^(-[\w.-]+)=([\s\S]*)$/.exec(word) ?? [];
    if (isSecretName(name)) return `${name}=${conceal.secret(value, path)}`;
    const before = words[index - 1] ?? '';
    const isValue = before.startsWith('--') && isSecretName(before) && !word.startsWith('--');
    return isValue ? conceal.secret(word, path) : conceal.text(word, path);
  });
}

/** Keycloak's own start script reads the arguments: it is what the image runs by itself, or what the command names. */
export const isKeycloakCommand = (command: readonly string[]): boolean =>
  command.length === 0 || command.some((word) => /(?:^|\/)kc\.sh$/.test(word));

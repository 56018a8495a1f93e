import { createInterface } from 'node:readline';
import type { Confirmation } from '@keycloak-release-gate/core';
import { confirmationTypes, samePerson } from '@keycloak-release-gate/core';
import { cleanLine } from '../report/clean-text.ts';
import { needed, typeOf } from './said.ts';
import type { KnownOfRelease, Said } from './said.ts';
import { defaultExpiry } from './validity.ts';

/** What the person may well say, to be taken or said otherwise. */
const usual: Readonly<Record<Confirmation['type'], string>> = {
  'stand-by engineer': 'I am on stand-by during the upgrade, and can restore the database.',
  'parties contacted': 'I contacted the involved parties; they tried the change and found nothing wrong.',
  'logs reviewed': 'I reviewed the Keycloak logs since the deploy, and found nothing that this change explains.',
  'board approval': 'The release board approves this release.',
  'on the call': 'I am on the call, and ready to restore the database.',
  'application login': 'I logged in to the application, and out again.',
  'tested inverse': 'I tested how each of these changes is undone.',
};

interface Question {
  readonly name: keyof Said;
  readonly ask: string;
  readonly proposed?: string | undefined;
  /** An empty answer leaves it out. */
  readonly optional?: boolean;
  /** Why this answer cannot be, if so; what is more than a slip is told when all is answered. */
  readonly wrong?: (answer: string) => string | undefined;
}

/** Asks on `output` what was not said, and reads the answers from `input`. Undefined where the input ended before. */
export async function ask(
  said: Said,
  known: KnownOfRelease,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<Said | undefined> {
  const lines = createInterface({ input });
  try {
    const each = lines[Symbol.asyncIterator]();
    let all = said;
    for (const questionsOf of [first, then]) {
      for (const { name, ask: text, proposed, optional = false, wrong } of questionsOf(all, known)) {
        if (all[name] !== undefined) continue;
        let answer: string | undefined;
        while (answer === undefined) {
          output.write(`${text}${proposed === undefined ? '' : ` [${cleanLine(proposed)}]`}: `);
          const line = await each.next();
          if (line.done === true) return undefined;
          const given = line.value.trim() === '' ? (proposed ?? '') : line.value.trim();
          const why = given === '' ? (optional ? undefined : 'This is needed.') : wrong?.(given);
          if (why === undefined) answer = given;
          else output.write(`  ${why}\n`);
        }
        if (answer !== '') all = { ...all, [name]: answer };
      }
    }
    return all;
  } finally {
    lines.close();
  }
}

const first = (): readonly Question[] => [
  {
    name: 'type',
    ask: `What is confirmed (${confirmationTypes.join(', ')})`,
    wrong: (answer) => (typeOf(answer) === undefined ? `It is ${needed.type}.` : undefined),
  },
];

function then(said: Said, { release, gitUser, now }: KnownOfRelease): readonly Question[] {
  const type = typeOf(said.type ?? '');
  const isOther = gitUser !== undefined && release.author !== undefined && !samePerson(gitUser, release.author);
  const isLogin = type === 'application login';
  return [
    { name: 'person', ask: 'Who says it', proposed: isOther ? gitUser : undefined },
    { name: 'role', ask: `In what role (${needed.role})` },
    { name: 'statement', ask: 'What they say', proposed: type && usual[type] },
    {
      name: 'environment',
      ask: `For which environment (${release.environments.join(', ')}; Enter for all)`,
      optional: true,
      wrong: (answer) => (release.environments.includes(answer) ? undefined : `The release goes to ${release.environments.join(', ')}.`),
    },
    ...(isLogin ? [{ name: 'application' as const, ask: 'Which application' }] : []),
    ...(said.for === undefined && type
      ? [{ name: 'expires' as const, ask: 'Until when', proposed: defaultExpiry(type, said.validFrom ?? now, release) }]
      : []),
  ];
}

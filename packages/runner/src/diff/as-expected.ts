import { expectedOf } from '@keycloak-release-gate/checks';
import { wordOf, writtenChange } from '@keycloak-release-gate/core';
import type { Diff, SectionDiff } from './model.ts';

/** The lines that announce the differences, to be pasted into a release file: what the release announces already, and what explains itself, is left out. */
export function asExpected({ realms, serverConfiguration }: Diff, firstRealm: string | undefined): string {
  const lines = [
    ...realms.flatMap((section) => linesOf(section, (object) => objectIn(section.realm, object, firstRealm))),
    ...(serverConfiguration ? linesOf(serverConfiguration, (object) => object) : []),
  ];
  if (lines.length === 0) return '// Nothing to announce.\n';
  const words = [...new Set(lines.map(wordOf))].toSorted();
  return [
    `import { ${words.join(', ')} } from '@keycloak-release-gate/core';`,
    '',
    'expectedChanges: [',
    ...[...new Set(lines)].map((line) => `  ${line},`),
    '],',
    '',
  ].join('\n');
}

const linesOf = ({ counting, notes }: SectionDiff, named: (object: string) => string): readonly string[] =>
  counting
    .filter((difference) => !notes.has(difference))
    .flatMap(expectedOf)
    .map(({ object, ...change }) => writtenChange({ ...change, object: named(object) }));

/** Objects of the first realm need no realm; its own settings are named by it. */
function objectIn(realm: string, object: string, firstRealm: string | undefined): string {
  const named = realm.split(' = ').at(-1) ?? realm;
  return named === (firstRealm ?? named) && object !== 'realm' && object !== 'events' ? object : `realm/${named}/${object}`;
}

import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { server } from './server.ts';
import { droppedBy } from './server/dropped.ts';
import { nameOf, partsOf, partsWithout } from './server/parts.ts';
import type { Part } from './server/parts.ts';

/** Whatever the server was made of before the release it is made of now, but for what Keycloak itself dropped. */
export const providersKept = defineCheck({
  id: 'keycloak-config/providers-kept',
  title: 'No provider, theme or feature was lost',
  why: 'An image that was built without an extension, a theme or a feature starts as well; whoever needs it finds out.',
  reads: { before: baseline(server), now: server },
  expects: z.object({
    /** The versions of an upgrade: Keycloak drops things of its own. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
    /** After a rollback the old version runs again: nothing is explained by an upgrade. */
    rolledBack: z.boolean().default(false),
  }),
  expected: ({ release }) => (release?.deploys ? { upgrade: release.keycloak } : {}),
  judge: ({ before, now }, { upgrade, rolledBack }) => {
    const gone = partsWithout(before, now);
    const dropped = droppedBy(rolledBack ? undefined : upgrade);
    const lost = gone.filter((part) => !dropped.has(nameOf(part)));
    const gained = partsWithout(now, before);
    return {
      findings: lost.map((part) => lostFinding(part)),
      facts: [
        { name: 'version', value: now.version ?? 'not shown to this reader: the image and the log tell it' },
        { name: 'providers, themes and features', value: partsOf(now).length },
        { name: 'gone with the upgrade by itself', value: gone.length - lost.length },
        { name: 'new', value: gained.length },
      ],
      exhibits:
        gone.length + gained.length === 0
          ? []
          : [
              {
                kind: 'diff',
                title: 'What the server is made of',
                entries: [
                  ...gone.map((part) => ({ path: nameOf(part), before: 'there', ...noteOf(dropped.get(nameOf(part))) })),
                  ...gained.map((part) => ({ path: nameOf(part), after: 'there' })),
                ],
              },
            ],
    };
  },
});

const noteOf = (note: string | undefined): { readonly note?: string } => (note === undefined ? {} : { note });

function lostFinding(part: Part): Finding {
  const subject = `server/${nameOf(part)}`;
  const { kind, of, name } = part;
  if (kind === 'feature')
    return finding(codes.FEATURE_GONE, { subject, message: `The feature ${name} was on before the release and is not now.` });
  if (kind === 'theme')
    return finding(codes.THEME_GONE, { subject, message: `The ${of ?? ''} theme ${name} was there before the release and is gone.` });
  if (of === 'password-hashing')
    return finding(codes.HASH_ALGORITHM_GONE, {
      subject,
      message: `The server could check passwords hashed with ${name} before the release and cannot now.`,
    });
  return finding(codes.PROVIDER_GONE, { subject, message: `The provider ${name} (${of ?? ''}) was there before the release and is gone.` });
}

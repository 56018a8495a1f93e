import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import type { Application, Finding, Json } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { show } from './diff.ts';
import { applicationTokens } from './tokens/application-tokens.ts';
import { isRecorded, notRecorded } from './explained.ts';
import { announcedClaims, announcesClaim, isAnnounced } from './tokens/announced.ts';
import { claimChanges, inDocuments, wordsOfClaim } from './tokens/claim-changes.ts';
import type { ClaimChange } from './tokens/claim-changes.ts';
import { explainClaim } from './tokens/explained.ts';
import { goneClient, noSampleUser } from './tokens/sample.ts';

const json: z.ZodType<Json> = z.json();

/** No application's token lost or gained a claim, but for what the release announces. */
export const tokensKept = defineCheck({
  id: 'keycloak-config/tokens-kept',
  title: "The application's tokens say what they said before the release",
  why: 'Applications decide by claims: one that lost a role shuts people out, one that gained it lets them in, and neither logs an error.',
  severity: (application: Application) => (application.severity === 'warning' ? 'warning' : 'blocker'),
  about: (application: Application) => application.id,
  reads: { before: baseline(applicationTokens), now: applicationTokens },
  expects: z.object({
    /** Claims whose change the release announces, by path. */
    changes: z
      .array(z.object({ claim: z.string().optional(), op: z.string().optional(), value: json.optional(), why: z.string().optional() }))
      .default([]),
    /** The versions of an upgrade: it explains some changes by itself. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
    /** After a rollback nothing is announced and nothing explained. */
    rolledBack: z.boolean().default(false),
  }),
  expected: ({ release, environment }, application) =>
    release
      ? {
          changes: announcedClaims(application, release.expectedChanges, environment.keycloak.realms),
          ...(release.deploys ? { upgrade: release.keycloak } : {}),
        }
      : {},
  skip: (_run, application) => noSampleUser(application),
  judge: ({ before, now }, { changes, upgrade, rolledBack }) => {
    if (!now.clientExists) return { findings: [goneClient(now)] };
    const subject = `application/${now.application}`;
    const announced = rolledBack ? [] : changes;
    const found = claimChanges(before.documents, now.documents);
    const explained = new Map(found.map((change) => [change, rolledBack ? undefined : explainClaim(change, upgrade)]));
    const unannounced = found.filter((change) => !isAnnounced(announced, change));
    const unexpected = unannounced.filter((change) => explained.get(change) === undefined);
    // Whether an upgrade that nobody recorded made it, nobody knows.
    const unclear = upgrade === undefined || isRecorded(upgrade) ? [] : unannounced.filter((change) => explained.get(change) !== undefined);
    const missing = announced.filter((each) => !found.some((change) => announcesClaim(each, change)));
    return {
      findings: [
        ...unexpected.map((change) => unexpectedClaim(subject, now.clientId, change)),
        ...missing.map(({ claim = 'any claim', why }) =>
          finding(codes.CHANGE_MISSING, {
            subject,
            message: `Its tokens are as before in ${claim}, although the release announces a change${why === undefined ? '' : ` (${why})`}.`,
          }),
        ),
      ],
      ...(upgrade === undefined || unclear.length === 0 ? {} : { gaps: [notRecorded(subject, upgrade, unclear.map(wordsOfClaim))] }),
      facts: [
        { name: 'claims compared', value: Object.values(now.documents).reduce((sum, claims) => sum + Object.keys(claims).length, 0) },
        {
          name: 'claims that the release announces',
          value: found.filter((each) => isAnnounced(announced, each)).length,
        },
        { name: 'claims that the upgrade changes by itself', value: [...explained.values()].filter((why) => why !== undefined).length },
      ],
      exhibits:
        found.length === 0
          ? []
          : [
              {
                kind: 'diff',
                title: 'What its tokens say',
                entries: found.map((change) => {
                  const note = explained.get(change) ?? announced.find((each) => announcesClaim(each, change))?.why;
                  return {
                    path: `${change.claim} (${inDocuments(change.documents)})`,
                    ...(change.before === undefined ? {} : { before: show(change.before) }),
                    ...(change.after === undefined ? {} : { after: show(change.after) }),
                    ...(note === undefined ? {} : { note }),
                  };
                }),
              },
            ],
    };
  },
});

function unexpectedClaim(subject: string, clientId: string, change: ClaimChange): Finding {
  const code = change.after === undefined ? codes.CLAIM_LOST : change.before === undefined ? codes.CLAIM_GAINED : codes.CLAIM_CHANGED;
  const line = `{ object: 'token/${clientId}', attribute: '${change.claim}', why: '…' }`;
  return finding(code, {
    subject,
    message: `${wordsOfClaim(change)}.`,
    remedy: `${code.remedy} Where it is meant, announce it in the expectedChanges of the release: ${line}.`,
  });
}

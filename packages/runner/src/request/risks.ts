import { openFindings, openGaps, standsForItself, summarise } from '../report/summary.ts';
import type { CheckReport } from '../report/summary.ts';
import { titleOf } from '../report/words.ts';
import type { RequestInput, Risk } from './model.ts';

/** What is not in order and does not stop the release: warnings of the runs, and what the trial of the rollback showed. */
export function risksIn({ tried, plans, release }: RequestInput): readonly Risk[] {
  const risks = new Map<string, { readonly words: string; readonly code?: string; readonly where: string[] }>();
  for (const { place, run } of tried) {
    if (!run) continue;
    const { checks, causes } = summarise(run.record);
    for (const each of checks.filter(({ result }) => isDoubt(result) && standsForItself(result, causes)).flatMap(doubtsOf)) {
      const key = JSON.stringify(each);
      const known = risks.get(key);
      if (!known) risks.set(key, { ...each, where: [place.title] });
      else if (!known.where.includes(place.title)) known.where.push(place.title);
    }
  }
  return [...risks.values(), ...risksOfRollback(plans, release)];
}

const isDoubt = ({ outcome, severity }: CheckReport['result']): boolean =>
  outcome.kind === 'warn' || (severity !== 'blocker' && ['fail', 'inconclusive', 'blocked'].includes(outcome.kind));

const doubtsOf = ({ result }: CheckReport): readonly Pick<Risk, 'words' | 'code'>[] => [
  ...openFindings(result)
    .filter(({ severity }) => severity !== 'info')
    .map(({ subject, message, code }) => ({ words: `${subject}: ${message}`, code })),
  ...openGaps(result).map(({ subject, reason, code }) => ({ words: `${titleOf(result)}: not verified. ${subject}: ${reason}`, code })),
  ...(result.outcome.kind === 'blocked' ? [{ words: `${titleOf(result)}: not looked at` }] : []),
];

function risksOfRollback(plans: RequestInput['plans'], { keycloak: { from, to } }: RequestInput['release']): readonly Risk[] {
  const [plan] = plans;
  if (!plan) return [];
  const { record, place } = plan;
  const { rehearsal, probeBudget, forecast } = record;
  const shutOut = (rehearsal?.logins ?? []).filter(({ ok }) => ok === false);
  const tooShort =
    typeof rehearsal?.seconds === 'number' && typeof probeBudget?.seconds === 'number' && rehearsal.seconds > probeBudget.seconds;
  const slow = forecast?.indexBuilds ?? [];
  const words = [
    ...(shutOut.length > 0 ? [`Redeploying ${from} without a restore would shut out: ${shutOut.map(({ who }) => who).join(', ')}.`] : []),
    ...(tooShort
      ? [
          `The probes let a pod start for ${probeBudget?.seconds ?? 0} s, and ${to} took ${Math.round(rehearsal?.seconds ?? 0)} s on a copy: it would be ended while it migrates.`,
        ]
      : []),
    ...(slow.length > 0
      ? [`Indexes on large tables are left to you: ${slow.map(({ index, table }) => `${index} on ${table}`).join(', ')}.`]
      : []),
    ...(record.plan === 'indeterminate' ? ['Nobody could tell which rollback plan is needed; it counts as plan B.'] : []),
  ];
  return words.map((each) => ({ words: each, where: [place.title] }));
}

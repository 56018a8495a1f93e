import { contentHash, finding } from '@keycloak-release-gate/core';
import type { CodeSeverity, Finding } from '@keycloak-release-gate/core';
import { QUIET_PART, WANTED_HOURS } from './baseline/log-baseline.ts';
import { isFarMoreOften } from './baseline/known-before.ts';
import type { KnownBefore } from './baseline/known-before.ts';
import type { Bad } from './catalogue/entry.ts';
import { codes } from './codes.ts';
import { hasFinishedStart } from './finished-start.ts';
import type { MessageGroup } from './message-groups.ts';
import { knowledgeOf } from './message-knowledge.ts';

/** What messages are judged against. */
export interface MessageContext {
  readonly before: KnownBefore;
  /** How many hours of logs are judged. */
  readonly hours: number;
}

/** The stable name of a message, by which it is waived. */
export const subjectOf = ({ fingerprint }: Pick<MessageGroup, 'fingerprint'>): string => `log/${contentHash(fingerprint).slice(0, 8)}`;

/** True where the baseline covers a day. */
export const isWholeDay = (hours: number): boolean => hours >= WANTED_HOURS * (1 - QUIET_PART);

/** What is found in a message; nothing, where it says nothing about the release. */
export function judgeMessage(group: MessageGroup, context: MessageContext): Finding[] {
  const known = knowledgeOf(group);
  if (known.kind === 'benign') return [];
  const { code, severity = code.severity, note } = known.kind === 'bad' ? bad(known, group, context) : notKnown(group, context);
  const notes = [known.why, note].filter((each) => each !== undefined);
  return [
    finding(code, {
      subject: subjectOf(group),
      message: [inWords(group), ...notes].join('\n'),
      actual: group.fingerprint,
      ...(severity === code.severity ? {} : { severity }),
    }),
  ];
}

interface Verdict {
  readonly code: Bad['code'];
  readonly severity?: CodeSeverity;
  readonly note?: string;
}

function bad({ code, severity = code.severity, ofThisStart, refutedBy }: Bad, group: MessageGroup, { before }: MessageContext): Verdict {
  const there = before.message(group.fingerprint);
  const wasThere = there !== undefined && !there.onlyLater && there.longAgo === undefined;
  if (severity !== 'fail') return { code, severity, ...(wasThere ? { note: 'It was there before the release, too.' } : {}) };
  if (refutedBy === 'finished start' && group.loggedIn.every(({ pod }) => hasFinishedStart(pod)))
    return {
      code,
      severity: 'warn',
      note: 'Every pod that logged it is ready and has finished its start: a later try came up, or somebody forged the line.',
    };
  if (refutedBy === 'running process' && group.loggedIn.every(({ pod, run }) => pod.ready && run.state === 'running'))
    return {
      code,
      severity: 'warn',
      note: 'The process that is said to have ended still runs, and is ready: somebody may have forged the line.',
    };
  return wasThere && ofThisStart !== true
    ? { code, severity: 'warn', note: 'It was there before the release, too: the release is not its cause.' }
    : { code, severity };
}

/** An error of which less was to be expected is rare: a few of them are no accident. */
const RARE = 0.1;
const FEW = 5;

function notKnown(group: MessageGroup, { before, hours }: MessageContext): Verdict {
  const isError = group.level === 'ERROR';
  if (before.hours === undefined || before.hours === 0) return { code: isError ? codes.UNKNOWN_ERROR : codes.UNKNOWN_WARNING };
  const there = before.message(group.fingerprint);
  if (there && !there.onlyLater && there.longAgo === undefined) {
    const rates = `${perHour(there.rate)} before the release, ${perHour(group.count / hours)} now`;
    return isFarMoreOften(group.count, hours, there.rate, isError && there.rate * hours < RARE ? FEW : undefined)
      ? { code: codes.ERROR_MORE_OFTEN, note: `It comes far more often: ${rates}.` }
      : {
          code: isError ? codes.UNKNOWN_ERROR : codes.UNKNOWN_WARNING,
          severity: 'info',
          note: `It was there before the release, too: ${rates}.`,
        };
  }
  const later = there ? ' The baseline goes on after the deploy began, and has it only from there.' : '';
  const note =
    there?.longAgo === undefined
      ? `It was not there before the release: in ${before.hours} h of logs.${later}`
      : `It was there last ${there.longAgo}, and not in the week before the baseline ends: that excuses it no more.`;
  if (!isError) return { code: codes.NEW_WARNING, note };
  const isSingle = group.count === 1 && group.loggedIn.every(({ pod }) => pod.ready);
  if (isSingle && there?.longAgo !== undefined)
    return { code: codes.NEW_ERROR, severity: 'warn', note: `${note} It came once, and every pod that logged it is ready.` };
  return !isWholeDay(before.hours) && isSingle
    ? {
        code: codes.NEW_ERROR,
        severity: 'warn',
        note: `${note} That is less than a day, in which a rare error may not have come; it came once, and every pod that logged it is ready.`,
      }
    : { code: codes.NEW_ERROR, note };
}

/** `ERROR of org.example.Thing, 3 times in a, b, first at …, last at …: excerpt`. */
function inWords({ level, logger, count, pods, first, last, excerpt }: MessageGroup): string {
  const who = logger === '' ? 'a line without a logger' : logger;
  const times = first === undefined || last === undefined ? '' : count === 1 ? `, at ${first}` : `, first at ${first}, last at ${last}`;
  return `${level} of ${who}, ${count === 1 ? 'once' : `${count} times`} in ${pods.join(', ')}${times}: ${excerpt}`;
}

/** A rate that a person reads: `0.4 an hour`. */
export const perHour = (rate: number): string => `${Number(rate.toPrecision(2))} an hour`;

import type { PodLogs } from '../pod-logs-evidence.ts';
import { hoursOf } from './coverage.ts';
import type { Stretch } from './coverage.ts';
import type { LogBaseline } from './log-baseline.ts';
import { logsOfPods, makeBaseline } from './make-baseline.ts';

/** A message or event, as it was before. */
export interface Before {
  /** Per hour that the baseline covers. */
  readonly rate: number;
  /** True where the baseline goes on into what is judged now, and holds it only from there. */
  readonly onlyLater: boolean;
  /** When it was there last, where that is more than a week before the baseline ends: what broke then may be broken anew. */
  readonly longAgo?: string;
}

/** What is known of the logs before the release. */
export interface KnownBefore {
  /** Hours that it covers; undefined where there is no baseline at all. */
  readonly hours: number | undefined;
  /** Until when, before the deploy. */
  readonly until: string | undefined;
  /** Where it is from, in words. */
  readonly sources: readonly string[];
  message(fingerprint: string): Before | undefined;
  /** The rate of an error of users at a client, of whatever type; 0 for one that was not there. */
  userErrors(error: string, client: string): number;
}

/**
 * The union of the file and of the record of the run before the release. Only what was there before the deploy began was there before:
 * a baseline that was taken after it would hold the release's own errors. On a day without a deploy all of it counts.
 */
export function knownBefore(file: LogBaseline | undefined, record: PodLogs | undefined, deploy: string | undefined): KnownBefore {
  const sound = record && logsOfPods(record).filter(({ lacks }) => lacks.length === 0);
  const recorded = sound && record && makeBaseline(sound, { environment: '', takenAt: record.from, wantedHours: 0, unread: [] });
  const baselines = [file, recorded].filter((baseline) => baseline !== undefined);
  const stretches = baselines.flatMap(({ sources }) => sources.flatMap((source) => before(source, deploy)));
  const hours = baselines.length === 0 ? undefined : hoursOf(stretches);
  return {
    hours: hours === undefined ? undefined : Math.round(hours * 10) / 10,
    until: stretches
      .map(({ to }) => to)
      .toSorted()
      .at(-1),
    sources: [
      ...(file ? [`a baseline of ${file.hours} h, taken ${file.takenAt}`] : []),
      ...(recorded ? [`the record of the run before the release, ${recorded.hours} h`] : []),
    ],
    message: (fingerprint) => {
      const found = baselines.flatMap((baseline) => {
        const message = baseline.messages.find((each) => each.fingerprint === fingerprint);
        return message
          ? [
              {
                rate: rate(message.count, baseline),
                last: message.last,
                isLongAgo: message.last !== undefined && Date.parse(message.last) < Date.parse(baseline.to) - LONG_AGO,
                onlyLater: message.first !== undefined && Date.parse(message.first) >= Date.parse(deploy ?? NEVER),
              },
            ]
          : [];
      });
      if (found.length === 0) return undefined;
      const longAgo = found.every(({ isLongAgo }) => isLongAgo)
        ? found
            .flatMap(({ last }) => last ?? [])
            .toSorted()
            .at(-1)
        : undefined;
      return {
        rate: Math.max(...found.map((each) => each.rate)),
        onlyLater: found.every((each) => each.onlyLater),
        ...(longAgo === undefined ? {} : { longAgo }),
      };
    },
    userErrors: (error, client) =>
      Math.max(
        0,
        ...baselines.map((baseline) =>
          rate(
            baseline.userEvents
              .filter((event) => event.error === error && event.client === client)
              .reduce((sum, event) => sum + event.count, 0),
            baseline,
          ),
        ),
      ),
  };
}

/** Milliseconds. */
export const LONG_AGO = 7 * 86_400_000;

/** Later than any log. */
const NEVER = '9999-12-31T23:59:59.999Z';

/** The part of a stretch that lies before a time. */
function before(stretch: Stretch, until = NEVER): Stretch[] {
  if (Date.parse(stretch.from) >= Date.parse(until)) return [];
  return [{ from: stretch.from, to: Date.parse(stretch.to) < Date.parse(until) ? stretch.to : until }];
}

/** A log of minutes says little of an hour: as if it were a whole one. */
const rate = (count: number, { hours }: Pick<LogBaseline, 'hours'>): number => count / Math.max(hours, 1);

/** True for something that comes ten times as often as before, and so often that it is no accident: `most` times more than expected. */
export const isFarMoreOften = (count: number, hours: number, rateBefore: number, most = 20): boolean =>
  count >= 10 * rateBefore * hours && count - rateBefore * hours >= most;

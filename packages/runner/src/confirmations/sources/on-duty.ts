import { samePerson } from '@keycloak-release-gate/core';
import type { Confirmation, Environment, Release } from '@keycloak-release-gate/core';
import { dutiesIn } from './duties.ts';
import type { Duty, Span } from './duties.ts';

type OnCall = NonNullable<NonNullable<Environment['confirmations']>['onCall']>;
type Engineer = OnCall['engineers'][number];

/**
 * Who is on stand-by for a release by a calendar: the engineers that are declared, and nobody else who is on duty in it. The schedule is the
 * statement, and names no backup. Throws Unreadable where the calendar cannot be told.
 */
export async function onDuty(
  calendar: string,
  {
    release,
    environment,
    onCall: { engineers, titles },
    now,
  }: {
    readonly release: Release;
    readonly environment: Pick<Environment, 'id' | 'timeZone'>;
    readonly onCall: Pick<OnCall, 'engineers' | 'titles'>;
    /** When it was read (ISO 8601). */
    readonly now: string;
  },
): Promise<readonly Confirmation[]> {
  const duties = await dutiesIn(calendar, spanOf(release, now), environment.timeZone);
  return duties
    .filter(({ title, from, to }) => isDuty(title, titles) && Date.parse(from) < Date.parse(to))
    .flatMap((duty) =>
      engineers
        .filter((engineer) => isNamed(engineer, duty))
        .map(({ name }): Confirmation => ({
          type: 'stand-by engineer',
          release: release.id,
          environment: environment.id,
          person: name,
          role: 'on call, by the calendar',
          statement: `On duty by the calendar: "${duty.title.slice(0, 200)}".`,
          confirmedAt: earlier(duty.writtenAt ?? now, now),
          validFrom: duty.from,
          expiresAt: duty.to,
        })),
    );
}

/** From now, or the beginning of the window, to a week after the end of what a stand-by must cover: who comes next is worth telling. */
function spanOf({ window, soakHours }: Release, now: string): Span {
  const moments = [now, ...(window ? [window.from, window.to] : [])].map((each) => Date.parse(each));
  return {
    from: new Date(Math.min(...moments)).toISOString(),
    to: new Date(Math.max(...moments) + soakHours * 3_600_000 + 7 * 86_400_000).toISOString(),
  };
}

const isDuty = (title: string, titles: OnCall['titles']): boolean =>
  titles === 'all' || titles.some((start) => title.trim().toLowerCase().startsWith(start.toLowerCase()));

/** By a name or an address of theirs: as one of the people, or as a part of the title between its dashes, colons, commas and brackets. */
function isNamed({ name, knownAs }: Engineer, { title, people }: Duty): boolean {
  const parts = [...people, title, ...title.split(/ [-–—|/] |[:;,()[\]]/u)].map((part) => part.trim()).filter((part) => part !== '');
  return [name, ...knownAs].some((known) =>
    parts.some((part) =>
      known.includes('@') ? part.toLowerCase() === known.toLowerCase() : !part.includes('@') && samePerson(part, known),
    ),
  );
}

const earlier = (a: string, b: string): string => (Date.parse(a) <= Date.parse(b) ? a : b);

import { compare } from '@keycloak-release-gate/core';
import type { GlancedEvent, Place } from './glance-user-event.ts';
import type { UserEvents } from './log-summary.ts';
import { startsWith } from './record-header.ts';
import { timeAt } from './stamped-line.ts';
import type { UserEvent } from './user-event.ts';

/** Counts the events of users by type, error and client; bounded. */
export interface UserEventCounts {
  add(event: UserEvent, at: string | undefined): void;
  /** The same for an event that was only glanced at. `key`: where the line's time begins in these bytes. */
  addAt(event: GlancedEvent, bytes: Buffer, key: number): void;
  /** In an order of its own, and how many events were of further kinds. */
  summary(): { readonly userEvents: UserEvents[]; readonly userEventsLeftOut: number };
}

const MOST_KINDS = 100;
const SLOTS = 1_024;

/** A kind of events whose bytes are known, so that the next one is recognised without making strings. */
interface Slot {
  readonly bytes: readonly [type: Buffer, error: Buffer, client: Buffer];
  readonly counted: UserEvents;
  /** Where the time of the last event stands; it is read when it is asked for. */
  lastIn: Buffer | undefined;
  lastAt: number;
}

export function createUserEventCounts(): UserEventCounts {
  const kinds = new Map<string, UserEvents>();
  const slots: (Slot | undefined)[] = Array.from({ length: SLOTS });
  let leftOut = 0;

  const add = ({ type, error, client }: UserEvent, at: string | undefined): UserEvents | undefined => {
    const key = JSON.stringify([type, error, client]);
    const known = kinds.get(key);
    if (known) {
      known.count += 1;
      if (at !== undefined) known.last = at;
      return known;
    }
    // Whoever sends requests chooses the client's name: there may be any number of them.
    if (kinds.size >= MOST_KINDS) {
      leftOut += 1;
      return undefined;
    }
    const counted: UserEvents = { type, error, client, count: 1, ...(at === undefined ? {} : { first: at, last: at }) };
    kinds.set(key, counted);
    return counted;
  };
  const settle = (slot: Slot): void => {
    if (slot.lastIn) slot.counted.last = timeAt(slot.lastIn, slot.lastAt);
    slot.lastIn = undefined;
  };
  return {
    add: (event, at) => {
      for (const slot of slots) if (slot) settle(slot);
      add(event, at);
    },
    addAt: (event, bytes, key) => {
      const index = (hash(bytes, event.type) + 31 * hash(bytes, event.error) + 961 * hash(bytes, event.client)) % SLOTS;
      const known = slots[index];
      if (known && isSame(known, event, bytes)) {
        known.counted.count += 1;
        known.lastIn = bytes;
        known.lastAt = key;
        return;
      }
      if (known) settle(known);
      const texts = [event.type, event.error, event.client].map(({ start, end }) => bytes.toString('latin1', start, end));
      const [type = '', error = '', client = ''] = texts;
      const counted = add({ type, error, client }, timeAt(bytes, key));
      slots[index] = counted && {
        bytes: [Buffer.from(type, 'latin1'), Buffer.from(error, 'latin1'), Buffer.from(client, 'latin1')],
        counted,
        lastIn: undefined,
        lastAt: 0,
      };
    },
    summary: () => {
      for (const slot of slots) if (slot) settle(slot);
      return {
        userEvents: [...kinds.values()]
          .toSorted((a, b) => compare(a.type, b.type) || compare(a.error, b.error) || compare(a.client, b.client))
          .map((each) => ({ ...each })),
        userEventsLeftOut: leftOut,
      };
    },
  };
}

/** Small enough to be multiplied; two kinds with the same one only take turns in a slot. */
function hash(bytes: Buffer, { start, end }: Place): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum = (sum * 31 + (bytes[at] ?? 0)) & 0xf_ff_ff;
  return sum;
}

const isSame = ({ bytes: [type, error, client] }: Slot, event: GlancedEvent, bytes: Buffer): boolean =>
  isAt(bytes, event.type, type) && isAt(bytes, event.error, error) && isAt(bytes, event.client, client);

const isAt = (bytes: Buffer, { start, end }: Place, wanted: Buffer): boolean =>
  end - start === wanted.length && startsWith(bytes, start, wanted);

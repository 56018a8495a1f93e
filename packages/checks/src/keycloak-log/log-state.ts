import { compare } from '@keycloak-release-gate/core';
import { noClusterHistory } from './cluster-history.ts';
import type { ClusterHistory } from './cluster-history.ts';
import { textOf } from './raw-line.ts';
import type { LogSummary, Message } from './log-summary.ts';
import { timeOfKey } from './stamped-line.ts';
import { createUserEventCounts } from './user-event-counts.ts';
import type { UserEventCounts } from './user-event-counts.ts';

/** What a log told so far. All of it is bounded, and nothing of it holds on to the bytes that it came from. */
export interface LogState {
  lines: number;
  records: number;
  strange: number;
  /** The kubelet's own times. */
  first?: string;
  last?: string;
  banner?: NonNullable<LogSummary['banner']>;
  bootstrap?: NonNullable<LogSummary['bootstrap']>;
  profile?: string;
  developmentMode: boolean;
  stopped: boolean;
  cluster: ClusterHistory;
  migration: LogSummary['migration'];
  startFailure: string[];
  messages: Map<string, Message>;
  messagesLeftOut: number;
  readonly userEvents: UserEventCounts;
  lostRecords: number;
}

export const emptyState = (): LogState => ({
  lines: 0,
  records: 0,
  strange: 0,
  developmentMode: false,
  stopped: false,
  cluster: noClusterHistory(),
  migration: [],
  startFailure: [],
  messages: new Map(),
  messagesLeftOut: 0,
  userEvents: createUserEventCounts(),
  lostRecords: 0,
});

/** A copy to which a record may be added that is not complete yet; no event of a user is such a record. */
export const copyOf = (state: LogState): LogState => ({
  ...state,
  migration: [...state.migration],
  startFailure: [...state.startFailure],
  messages: new Map([...state.messages].map(([key, message]) => [key, { ...message }])),
});

export const summaryOf = ({ messages, userEvents, cluster, first, last, ...state }: LogState): LogSummary => ({
  ...state,
  ...(first === undefined ? {} : { first: timeIn(first) }),
  ...(last === undefined ? {} : { last: timeIn(last) }),
  ...cluster,
  messages: [...messages.values()].toSorted((a, b) => compare(a.fingerprint, b.fingerprint)).map((message) => ({ ...message })),
  ...userEvents.summary(),
});

/** The time of a line, to keep. */
export const timeIn = (key: string): string => textOf(timeOfKey(key));

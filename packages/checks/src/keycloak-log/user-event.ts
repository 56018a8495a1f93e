const member = /(?<![A-Za-z_])([A-Za-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))/g;

/** Who tried what, and why it failed. */
export interface UserEvent {
  readonly type: string;
  readonly error: string;
  readonly client: string;
}

/** What an event in the log is about. Its values are chosen by whoever sent the request; quotes in them are escaped since 24. */
export function parseUserEvent(message: string): UserEvent {
  const members = new Map<string, string>();
  for (const [, name = '', quoted, plain] of message.slice(0, 4_000).matchAll(member))
    // The first one counts: a forged one can only stand in a later value.
    if (!members.has(name)) members.set(name, (quoted ?? plain ?? '').slice(0, 100));
  return { type: members.get('type') ?? '', error: members.get('error') ?? '', client: members.get('clientId') ?? '' };
}

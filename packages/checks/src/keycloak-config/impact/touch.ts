/** What a change reaches, with the way that it takes there: each step in words, the change's own object first. */
export type Touch = ClientTouch | UsersTouch | { readonly kind: 'administrators' | 'anything'; readonly path: readonly string[] };

export interface ClientTouch {
  readonly kind: 'client';
  readonly client: string;
  /** `when asked`: only in logins that ask for the optional scope. */
  readonly when: 'always' | 'when asked';
  readonly path: readonly string[];
}

export interface UsersTouch {
  readonly kind: 'users';
  /** In words: `all users`, `users of the provider lab-idp`. */
  readonly who: string;
  /** `all` is everybody; `some` may be users of any application; a provider's are those of the applications that log in through it. */
  readonly reach: 'all' | 'some' | { readonly provider: string };
  readonly path: readonly string[];
}

/** What makes two touches one and the same target. */
export function targetOf(touch: Touch): string {
  switch (touch.kind) {
    case 'client':
      return `client/${touch.client}`;
    case 'users':
      return `users/${touch.who}`;
    case 'administrators':
    case 'anything':
      return touch.kind;
  }
}

/** Each target once: by the touch that holds always, else by the first. In the order in which they came. */
export function uniteTouches(touches: readonly Touch[]): readonly Touch[] {
  const united = new Map<string, Touch>();
  for (const touch of touches) {
    const target = targetOf(touch);
    const known = united.get(target);
    if (
      known === undefined ||
      (known.kind === 'client' && touch.kind === 'client' && known.when === 'when asked' && touch.when === 'always')
    )
      united.set(target, touch);
  }
  return [...united.values()];
}

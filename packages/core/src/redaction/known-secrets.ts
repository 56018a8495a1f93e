import { encodingsOf } from './encodings.ts';

/** The secrets that are known by now, in all their forms. */
export interface KnownSecrets {
  /** Registers a secret under the name that will stand in its place. */
  add(name: string, value: string): void;
  /** Text with a name in the place of each secret; of several that begin at one place, the longest is taken. */
  replaceIn(text: string): string;
}

interface Form {
  readonly text: string;
  readonly name: string;
}

/** Characters by which forms are looked up. None of them is shorter. */
const beginning = 6;

/**
 * A run learns a token for every login. One expression of all forms would grow too large for the engine and be compiled anew for each; by
 * their beginnings alone it stays small, as all tokens of a realm begin alike.
 */
export function knownSecrets(): KnownSecrets {
  const known = new Set<string>();
  const byBeginning = new Map<string, Form[]>();
  let pattern: RegExp | undefined;
  return {
    add: (name, value) => {
      for (const text of encodingsOf(value)) {
        if (known.has(text)) continue;
        known.add(text);
        const start = text.slice(0, beginning);
        const alike = byBeginning.get(start);
        if (alike) insert({ text, name }, alike);
        else {
          byBeginning.set(start, [{ text, name }]);
          pattern = undefined;
        }
      }
    },
    replaceIn: (text) => {
      if (byBeginning.size === 0) return text;
      pattern ??= new RegExp([...byBeginning.keys()].map((start) => RegExp.escape(start)).join('|'), 'g');
      return replace(text, pattern, byBeginning);
    },
  };
}

/** The longest come first. */
function insert(form: Form, into: Form[]): void {
  const shorter = into.findIndex(({ text }) => text.length < form.text.length);
  into.splice(shorter < 0 ? into.length : shorter, 0, form);
}

function replace(text: string, pattern: RegExp, byBeginning: ReadonlyMap<string, readonly Form[]>): string {
  const parts: string[] = [];
  let kept = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index } = match;
    const form = byBeginning.get(match[0])?.find((each) => text.startsWith(each.text, index));
    if (form === undefined) {
      pattern.lastIndex = index + 1;
      continue;
    }
    parts.push(text.slice(kept, index), `‹secret ${form.name}›`);
    kept = index + form.text.length;
    pattern.lastIndex = kept;
  }
  return kept === 0 ? text : parts.join('') + text.slice(kept);
}

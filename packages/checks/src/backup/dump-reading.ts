import type { DumpContents } from './dump-contents.ts';

/** How reading a dump to its end went. */
export type DumpReading =
  | { readonly kind: 'read'; readonly contents: DumpContents }
  /** It ends before its contents do. */
  | { readonly kind: 'truncated'; readonly why: string }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'tool too old'; readonly why: string }
  | { readonly kind: 'format not read'; readonly why: string }
  /** Something else stood in the way: it may be whole or not. */
  | { readonly kind: 'not read'; readonly why: string }
  | { readonly kind: 'no tool' };

/** What was counted, once it was read to its end without a complaint. */
export function readingOf(contents: DumpContents): DumpReading {
  if (contents.endless !== null) return { kind: 'broken', why: `the data of the table ${contents.endless} has no end` };
  if (contents.cluster) return { kind: 'format not read', why: 'it holds all databases of a server, as pg_dumpall writes them' };
  if (contents.inserts) return { kind: 'format not read', why: 'its rows stand in INSERT statements (`pg_dump --inserts`)' };
  return contents.complete
    ? { kind: 'read', contents }
    : { kind: 'truncated', why: 'the line "PostgreSQL database dump complete" is not at its end' };
}

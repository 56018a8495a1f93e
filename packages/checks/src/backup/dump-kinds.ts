/** What pg_dump wrote; `gzip` and `zstd` are what was packed twice, `other` is a known format that pg_dump does not write. */
export const dumpKinds = ['custom', 'directory', 'tar', 'plain', 'gzip', 'zstd', 'other', 'empty', 'unknown'] as const;
export type DumpKind = (typeof dumpKinds)[number];

/** What a dump may be packed with, around what pg_dump wrote. */
export const packings = ['gzip', 'zstd'] as const;
export type Packing = (typeof packings)[number];

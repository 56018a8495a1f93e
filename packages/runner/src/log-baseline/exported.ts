import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { createExportReader } from '@keycloak-release-gate/checks';
import type { ReadLog } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';

/** Standard input, among names of files. */
const STANDARD_INPUT = '-';

/**
 * Reads logs that were exported from a log store, one after another; what ends in `.gz` is unpacked. All files that are none, or
 * are no log of Keycloak, are told in one ConfigurationError.
 */
export async function readExports(files: readonly string[], since: string | undefined): Promise<readonly ReadLog[]> {
  const logs: ReadLog[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const read = await readExport(file, since);
    if ('problem' in read) problems.push(read.problem);
    else logs.push(read);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return logs;
}

async function readExport(file: string, since: string | undefined): Promise<ReadLog | { readonly problem: Problem }> {
  const name = file === STANDARD_INPUT ? 'standard input' : basename(file);
  const reader = createExportReader(since);
  const feed = async (chunks: AsyncIterable<unknown>): Promise<void> => {
    for await (const chunk of chunks) if (Buffer.isBuffer(chunk)) reader.push(chunk);
  };
  try {
    const source = file === STANDARD_INPUT ? process.stdin : createReadStream(file);
    await (file.endsWith('.gz') ? pipeline(source, createGunzip(), feed) : pipeline(source, feed));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(
      'LOG_FILE_UNREADABLE',
      `${name} cannot be read: ${why}`,
      file,
      'Name a file that this user may read, or - for standard input.',
    );
  }
  const { log, foreign, newestFirst } = reader.end();
  const window = since === undefined ? '' : ` since ${since}`;
  if (log.records === 0 || log.first === undefined)
    return problem(
      'LOG_FILE_EMPTY',
      `${name} has no record of Keycloak with a time${window}.`,
      file,
      "Export the lines as Keycloak wrote them (text, JSON or ECS), with the store's own time before them or without.",
    );
  if (newestFirst)
    return problem(
      'LOG_FILE_REVERSED',
      `${name} begins with the newest line: exceptions cannot be told from what they belong to.`,
      file,
      'Export it again with the oldest line first.',
    );
  return {
    name,
    log,
    lacks: [
      ...(foreign > 0 ? [`${foreign} lines of ${name} are JSON that is no record of Keycloak.`] : []),
      ...(log.strange > Math.max(log.records, foreign)
        ? [`${log.strange} lines of ${name} are in a format that is not known, and ${log.records} are records.`]
        : []),
    ],
  };
}

const problem = (code: string, message: string, where: string, remedy: string): { readonly problem: Problem } => ({
  problem: { code, message, where, remedy },
});

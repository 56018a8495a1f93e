/** How long a probe lets a container fail before it is killed, in seconds; undefined where the words do not tell. */
export function probeBudget(words: string | undefined): number | undefined {
  const parts = words === undefined ? undefined : / delay=(\d+)s .*period=(\d+)s .*#failure=(\d+)/.exec(words);
  return parts ? Number(parts[1]) + Number(parts[2]) * Number(parts[3]) : undefined;
}

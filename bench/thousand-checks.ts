import { enableCompileCache } from 'node:module';

enableCompileCache();
const { goodWhenGood, look, verifySynthetic } = await import('../packages/runner/test/synthetic.ts');

const good = { value: { value: 'good' } };
// Fifty looks, read by twenty checks each, every check needing the one before it in its row.
const rows = Array.from({ length: 50 }, (_, row) => {
  const seen = look(`domain/look-${row}`, () => good);
  let before: ReturnType<typeof goodWhenGood> | undefined;
  return Array.from({ length: 20 }, (_unused, column) => {
    before = goodWhenGood(`row-${row}/check-${column}`, seen, before ? { needs: [before] } : {});
    return before();
  });
});
const { record } = await verifySynthetic(rows.flat());
if (record.results.length !== 1000 || record.verdict.exitCode !== 0)
  throw new Error(`judged ${record.results.length}: ${record.verdict.kind}`);

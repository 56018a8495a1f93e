import { enableCompileCache } from 'node:module';

enableCompileCache();
// What the command imports, and nothing less.
await import('../packages/runner/src/cli/commands/merge.ts');
const { mergeParts } = await import('../packages/runner/src/parts/merge.ts');
const { planOfParts } = await import('./parts-plan.ts');

const [parts = '', reports = ''] = process.argv.slice(2);
const { record, failures } = await mergeParts({
  paths: [parts],
  reports,
  command: 'verify merge',
  definitions: () => Promise.resolve(planOfParts().definitions),
});
if (record.verdict.exitCode !== 0 || record.run.parts?.length !== 50 || failures.length > 0)
  throw new Error(`merged ${record.run.parts?.length} parts: ${record.verdict.kind} ${record.verdict.reasons.join()}`);

import { down, up } from '../packages/lab/src/index.ts';

/**
 * How much longer a second `lab up` takes than its two Keycloak nodes take to start. Both are measured in one run: the nodes'
 * own start is one of the steps, from the Deployment until both are ready in one cluster.
 */
const name = `bench-${process.pid}`;
try {
  // The first one fills the cache.
  await up({ name });
  await down({ name });
  let nodes = Number.NaN;
  const start = performance.now();
  await up({
    name,
    progress: ({ step, state, ms }) => {
      if (state === 'done' && /nodes?$/.test(step)) nodes = ms ?? Number.NaN;
    },
  });
  const total = performance.now() - start;
  process.stdout.write(
    `lab up, the second time: ${(total / 1000).toFixed(1)} s; its two nodes ${(nodes / 1000).toFixed(1)} s; ratio ${(total / nodes).toFixed(2)} (limit 2.5)\n`,
  );
} finally {
  await down({ name });
}

import { defineConfig } from 'vitest/config';

// Mere repetition: what holds once must hold every time. It takes long, and is run by hand.
export default defineConfig({
  test: {
    include: ['packages/**/*.soak.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
  },
});

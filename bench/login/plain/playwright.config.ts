import { defineConfig } from '@playwright/test';
import { launchOptions } from './clicks.ts';

/** The plain project that the gate is measured against. */
export default defineConfig({ testDir: '.', fullyParallel: true, reporter: 'line', use: { launchOptions } });

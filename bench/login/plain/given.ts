import { readFileSync } from 'node:fs';
import type { BenchApplication } from '../applications.ts';

/** The applications in the file that BENCH_APPLICATIONS names. */
export const given = JSON.parse(readFileSync(process.env['BENCH_APPLICATIONS'] ?? '', 'utf8')) as readonly BenchApplication[];

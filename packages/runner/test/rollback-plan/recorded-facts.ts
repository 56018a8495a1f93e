import { join } from 'node:path';

/** What the rules were given in real runs of the known pairs: JSON by the pair's name, packed by brotli. */
export const recordedFacts = join(import.meta.dirname, '..', 'fixtures', 'rollback-facts.json.br');

import { describe } from 'vitest';
import { everyFault } from './lab/faults.ts';
import { deployed, leaksNothing, oneLab } from './lab/one-lab.ts';
import { unpluggedLab } from './lab/unplugged.ts';

const place = oneLab({ recorded: true });

describe('the lab', () => {
  deployed(place);
});

describe('every fault', () => {
  everyFault(place);
});

describe('unplugged', () => {
  unpluggedLab(place);
});

describe('after all of this', () => {
  leaksNothing(place);
});

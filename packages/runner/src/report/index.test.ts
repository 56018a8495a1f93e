import { expect, test } from 'vitest';
import { readSampleEvidence, sampleRecord } from '../../test/sample-record.ts';
import { renderReports } from './index.ts';

test('writes every report', async () => {
  const files = new Map<string, string>();
  const done = await renderReports(sampleRecord(), {
    readEvidence: readSampleEvidence,
    writeFile: (name, content) => void files.set(name, content),
  });
  expect(done).toEqual({ written: ['junit.xml', 'report.html'], failures: [] });
  expect(files.get('junit.xml')).toContain('<testsuites');
  expect(files.get('report.html')).toContain('<!doctype html>');
});

test('a report that fails does not stop the others, and is told', async () => {
  const done = await renderReports(sampleRecord(), {
    readEvidence: readSampleEvidence,
    writeFile: (name) => {
      if (name === 'junit.xml') throw new Error('the disk is full');
    },
  });
  expect(done).toEqual({ written: ['report.html'], failures: ['junit.xml: the disk is full'] });
});

import { createReadStream } from 'node:fs';
import { createLineSplitter } from '../packages/checks/src/keycloak-log/log-lines.ts';
import { createLogPosition } from '../packages/checks/src/keycloak-log/log-position.ts';
import { createLogReducer } from '../packages/checks/src/keycloak-log/log-reducer.ts';
import { parseStampedLine, STAMP } from '../packages/checks/src/keycloak-log/stamped-line.ts';

/** Reduces a log from a file, as the reader of pods' logs does it; for `bench/logs.ts`. Usage: node bench/logs-judge.ts <file> */
const [file = ''] = process.argv.slice(2);
const position = createLogPosition();
const reducer = createLogReducer();
const splitter = createLineSplitter(
  (raw) => {
    const line = parseStampedLine(raw);
    if (!line) return;
    position.pass(line.key);
    reducer.line(line.text, line.key);
  },
  (bytes, start, end) => {
    if (!position.isOfNewestSecond(bytes, start, end) || !reducer.glance?.(bytes, start + STAMP + 1, end, start)) return false;
    position.passAt(bytes, start);
    return true;
  },
);
const before = process.cpuUsage();
for await (const chunk of createReadStream(file)) if (Buffer.isBuffer(chunk)) splitter.push(chunk);
splitter.end();
reducer.summary();
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1e6));

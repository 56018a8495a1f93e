// A program for tests: starts a process in a place as the server would be started, closes the place, and tells how that process ended.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { openPlace } from '../src/place.ts';

const place = await openPlace(new AbortController().signal, process.argv[2]);
const { child, ended, kill } = await place.spawn('sh', ['-c', 'echo up; exec sleep 1000'], {
  as: place.account,
  stdio: ['ignore', 'pipe', 'ignore'],
});
// A place that is being cleared up starts nothing: it has to run before.
if (child.stdout) await once(child.stdout, 'data');
await place.close();
process.stdout.write(JSON.stringify(await Promise.race([ended, delay(5_000, 'it is alive', { ref: false })])));
kill('SIGKILL');

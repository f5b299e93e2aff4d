import type { Library } from '../libraries/library.js';
import { allWorks } from '../works/all.js';
import { measureMemory, measureTime } from './measure.js';
import type { Reply, Request } from './messages.js';

/** The program of a process that does one work with one library: `node library-process.js WORK LIBRARY`. */
const [workName, libraryName] = process.argv.slice(2) as [string, string];

async function main(): Promise<void> {
  const work = allWorks.find(({ name }) => name === workName);
  if (!work) throw new Error(`There is no work '${workName}'.`);
  // By a name that is not known before: only what is measured is loaded.
  const { library } = (await import(`../libraries/${libraryName}.js`)) as { library: Library };
  const open = await library.open({
    uri: process.env['MONGODB_URI'] ?? '',
    database: process.env['MONGODB_DATABASE'] ?? '',
    shape: work.shape,
    isHeard: work.isHeard ?? false,
  });
  const task = work.begin(open);
  process.on('message', (request: Request) => {
    if (request.kind === 'close') void open.close().then(() => process.exit(0), fail);
    else {
      const sampling = task.kind === 'timed' ? measureTime(task, request.round) : measureMemory(task);
      sampling.then((sample) => {
        reply({ kind: 'sample', sample });
      }, fail);
    }
  });
  process.channel?.ref();
  reply({ kind: 'open' });
}

function fail(error: unknown): void {
  reply({ kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function reply(message: Reply): void {
  process.send?.(message);
}

main().catch(fail);

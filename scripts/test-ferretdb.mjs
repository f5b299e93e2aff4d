/**
 * `npm run test:ferretdb`: the integration specs of plain reads and writes on FerretDB, a second independent server, if Go is there to build it.
 */
import { buildFerretDb, hasGo } from './ferretdb/build.mjs';
import { gaps, gapsByTitle } from './ferretdb/gaps.mjs';
import { runTests } from './test/run-tests.mjs';
import { freePort } from './server/free-port.mjs';
import { startSupervised } from './server/supervised-process.mjs';
import { setUp } from './setup.mjs';

const rooms = ['query', 'find', 'page', 'save', 'insert', 'delete', 'build'];

if (hasGo()) process.exitCode = await testOnFerretDb();
else console.log('FerretDB: skipped, as Go is not on the PATH');

async function testOnFerretDb() {
  /** @type {import('./server/supervised-process.mjs').SupervisedProcess | undefined} */
  let server;
  try {
    return await runTests({
      async prepare() {
        await setUp();
        const program = await buildFerretDb();
        const port = await freePort();
        server = await startSupervised(program, [String(port), 'data']);
        process.env['MONGODB_URI'] = `mongodb://127.0.0.1:${port}/`;
      },
      parameters: [
        ...['--project=all', ...rooms.map((room) => `test/integration/${room}`)],
        ...Object.keys(gaps).map((spec) => `--exclude=${spec}`),
        `--testNamePattern=^(?!.*(${Object.keys(gapsByTitle).join('|')}))`,
      ],
      report() {
        console.log('Not run on FerretDB:');
        for (const [name, reason] of Object.entries({ ...gaps, ...gapsByTitle }))
          console.log(`  ${name}: it ${reason}`);
      },
    });
  } finally {
    await server?.stop();
  }
}

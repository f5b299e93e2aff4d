/** `npm run bench:growth`: how the time of loading and saving grows with the size of one document; see bench/README.md. */
import { dirname, join } from 'node:path';
import { buildBench } from './bench/build.mjs';
import { buildPackage } from './package/build-package.mjs';
import { onServer } from './run/on-server.mjs';
import { runNode } from './run/run-command.mjs';
import { withDatabase } from './server/connection-string.mjs';
import { setUp } from './setup.mjs';

await setUp();
await buildPackage();
const program = join(dirname(await buildBench()), 'growth.js');
process.exitCode = await onServer('growth', ({ uri }, prefix) =>
  runNode([program], { environment: { MONGODB_URI: withDatabase(uri, prefix) } }),
);

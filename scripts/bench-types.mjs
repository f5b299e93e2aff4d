/** `npm run bench:types`: what the compiler takes for 60 models of this package, and of mongoose; see bench/README.md. */
import { dirname, join } from 'node:path';
import { buildBench } from './bench/build.mjs';
import { installPeers } from './bench/install-peers.mjs';
import { buildPackage } from './package/build-package.mjs';
import { runNode } from './run/run-command.mjs';
import { setUp } from './setup.mjs';

await setUp();
await buildPackage();
await installPeers();
const program = join(dirname(await buildBench()), 'types', 'main.js');
process.exitCode = await runNode([program], { environment: {} });

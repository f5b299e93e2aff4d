/** Started by `mongod-download.mjs`: sends the path of a `mongod` in the given folder, or why it failed. */
import memoryServer from 'mongodb-memory-server-core';

process.once('disconnect', () => process.exit());

/** @type {{ path: string } | { problem: string }} */
let result;
try {
  result = { path: await memoryServer.MongoBinary.getPath({ downloadDir: process.argv[2] }) };
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  result = {
    problem: message
      .trim()
      .split(/\s*\n\s*/)
      .join(' '),
  };
}
process.send?.(result);

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { launch, replicaSet } from './launch.mjs';

/** The second way: a `mongod` that is installed on this machine. */
export const mongodOnPath = {
  name: 'mongod',
  title: 'a mongod on the PATH',
  /** @returns {Promise<import('../server.mjs').StartedServer>} */
  async start() {
    const binary = findOnPath('mongod');
    if (!binary) throw new Error('there is none');
    return launchMongod(binary);
  },
};

/**
 * Starts a `mongod` as a replica set of one node, with the commands that make it fail on purpose.
 *
 * @param {string} binary
 */
export function launchMongod(binary) {
  return launch(binary, (port) => [
    ...['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...['--dbpath', 'data', '--replSet', replicaSet, '--setParameter', 'enableTestCommands=1'],
  ]);
}

/** @param {string} name */
function findOnPath(name) {
  const paths = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return paths.map((folder) => join(folder, name)).find(isExecutableFile);
}

/** @param {string} path */
function isExecutableFile(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

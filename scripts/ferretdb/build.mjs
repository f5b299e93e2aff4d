import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cachePath } from '../run/project.mjs';
import { captureCommand } from '../run/run-command.mjs';

/** Whether Go is on the PATH. */
export function hasGo() {
  const name = process.platform === 'win32' ? 'go.exe' : 'go';
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/**
 * Builds the server into the cache: some minutes the first time.
 *
 * @returns {Promise<string>} the absolute path of the program
 * @throws when Go fails, with its output
 */
export async function buildFerretDb() {
  const program = cachePath('ferretdb');
  console.log('FerretDB: building it');
  const { exitCode, output, errorOutput } = await captureCommand('go', [
    ...['build', '-C', join('scripts', 'ferretdb'), '-o', program, '.'],
  ]);
  if (exitCode !== 0) throw new Error(`FerretDB cannot be built.\n${output}${errorOutput}`);
  return program;
}

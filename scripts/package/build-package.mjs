import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../run/project.mjs';
import { runCommand } from '../run/run-command.mjs';

/**
 * Builds `dist/`, always from scratch: a file whose source is gone would make the package tests lie.
 *
 * @throws when it does not compile; the compiler has printed why
 */
export async function buildPackage() {
  console.log('Build: lib/ into dist/');
  rmSync(join(projectFolder, 'dist'), { recursive: true, force: true });
  if ((await runCommand('npm', ['run', '--silent', 'build'])) !== 0) {
    throw new Error('Build: lib/ does not compile; see the errors above.');
  }
}

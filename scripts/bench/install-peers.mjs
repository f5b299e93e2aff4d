import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installAside } from '../run/install-aside.mjs';
import { projectFolder } from '../run/project.mjs';

/**
 * Installs what bench/package.json lists in `.cache/bench`, and beside it the package as it was built: a copy, so that it
 * finds the very driver that the others use.
 */
export async function installPeers() {
  const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'bench', 'package.json'), 'utf8'));
  const folder = await installAside('bench', dependencies);
  const copy = join(folder, 'node_modules', 'nestjs-documents');
  rmSync(copy, { recursive: true, force: true });
  for (const name of ['package.json', 'dist']) {
    cpSync(join(projectFolder, name), join(copy, name), { recursive: true });
  }
}

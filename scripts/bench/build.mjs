import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileTypeScript } from '../package/compile-typescript.mjs';
import { cachePath, projectFolder } from '../run/project.mjs';

/**
 * Compiles bench/ into a folder, by default one where it finds the packages that it measures. With the options of the tests,
 * and without checking types, for which `tsc -p bench/tsconfig.json` is.
 *
 * @param {string} [target]
 * @returns {Promise<string>} the program to run
 */
export async function buildBench(target = cachePath('bench', 'build')) {
  const source = join(projectFolder, 'bench');
  rmSync(target, { recursive: true, force: true });
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const filename = join(source, name);
    const { code } = await compileTypeScript(readFileSync(filename, 'utf8'), filename);
    const built = join(target, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, code);
  }
  return join(target, 'main.js');
}

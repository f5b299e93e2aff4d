import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath } from './project.mjs';
import { captureCommand, npmEnvironment } from './run-command.mjs';

/**
 * Installs packages into a folder of `.cache/` unless they are there already.
 * Leaves out peers: they are found in the project's `node_modules`, further up, so that there is one copy of each.
 *
 * @param {string} name of the folder
 * @param {Readonly<Record<string, string>>} packages names and versions, as in package.json
 * @returns {Promise<string>} the folder
 * @throws when npm fails, with its output
 */
export async function installAside(name, packages) {
  const folder = cachePath(name);
  if (isInstalled(folder, packages)) return folder;
  console.log(`Packages: installing those for ${name} into .cache/`);
  const aside = mkdtempSync(`${folder}-`);
  try {
    const description = { private: true, type: 'module', dependencies: packages };
    writeFileSync(join(aside, 'package.json'), JSON.stringify(description));
    const { exitCode, output, errorOutput } = await captureCommand(
      'npm',
      [
        ...['install', '--prefix', aside, '--legacy-peer-deps', '--ignore-scripts', '--no-package-lock'],
        ...['--no-audit', '--no-fund', '--loglevel=error'],
      ],
      { folder: aside, environment: npmEnvironment() },
    );
    if (exitCode !== 0) {
      throw new Error(`The packages for ${name} cannot be installed:\n${output}${errorOutput}`);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} packages
 */
function isInstalled(folder, packages) {
  const path = join(folder, 'package.json');
  return (
    existsSync(path) &&
    JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).dependencies) === JSON.stringify(packages)
  );
}

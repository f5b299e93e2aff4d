import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath } from '../project.mjs';
import { captureCommand, npmEnvironment } from '../run-command.mjs';

const packages = {
  '@nestjs/common': '^11.0.0',
  '@nestjs/core': '^11.0.0',
  '@nestjs/event-emitter': '^3.0.0',
  '@nestjs/platform-express': '^11.0.0',
  '@nestjs/testing': '^11.0.0',
};

/**
 * Installs Nest 11 in `.cache/nest11`, beside the Nest that the project develops with.
 *
 * Peers are left out on purpose: `reflect-metadata` and `rxjs` are then found in the project's `node_modules`,
 * further up, and there is one copy of each.
 */
export async function installNest11() {
  const folder = cachePath('nest11');
  if (isInstalled(folder)) return;
  console.log('Packages: installing Nest 11 into .cache/');
  const aside = mkdtempSync(`${folder}-`);
  try {
    const description = { private: true, dependencies: packages };
    writeFileSync(join(aside, 'package.json'), JSON.stringify(description));
    const { exitCode, output, errorOutput } = await captureCommand(
      'npm',
      [
        ...['install', '--prefix', aside, '--legacy-peer-deps', '--ignore-scripts', '--no-package-lock'],
        ...['--no-audit', '--no-fund', '--loglevel=error'],
      ],
      { folder: aside, environment: npmEnvironment() },
    );
    if (exitCode !== 0) throw new Error(`Nest 11 cannot be installed:\n${output}${errorOutput}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function isInstalled(folder) {
  const path = join(folder, 'package.json');
  return (
    existsSync(path) &&
    JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).dependencies) === JSON.stringify(packages)
  );
}

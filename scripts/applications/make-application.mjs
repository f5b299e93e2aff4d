import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachePath } from '../run/project.mjs';
import { captureCommand, npmEnvironment } from '../run/run-command.mjs';

/**
 * An application as one version of Nest's command line makes it.
 *
 * @typedef {object} Application
 * @property {string} name
 * @property {string} commandLine the version of `@nestjs/cli`
 * @property {readonly string[]} packages what is installed beside the package
 * @property {boolean} hasExtensions whether its imports of files name their extension, as ES modules must
 */

/** @type {readonly Application[]} */
export const applications = [
  {
    name: 'nest11',
    commandLine: '11.0.24',
    packages: ['@nestjs/config@4', '@nestjs/event-emitter@3', 'mongodb@7'],
    hasExtensions: false,
  },
  {
    name: 'nest12',
    commandLine: '12.0.8',
    packages: ['@nestjs/config@12', '@nestjs/event-emitter@12', 'mongodb@7'],
    hasExtensions: true,
  },
];

const fixture = fileURLToPath(new URL('fixture/', import.meta.url));

/**
 * Makes an application in `.cache/applications/`, installs the packed package in it, and adds our files to what was generated, of
 * which only the module of the application is replaced. Where it was made before, only the package and our files are renewed.
 *
 * @param {Application} application
 * @param {string} tarball
 * @returns {Promise<string>} its folder
 */
export async function makeApplication({ name, commandLine, packages, hasExtensions }, tarball) {
  const folder = cachePath('applications', `${name}-${commandLine}`);
  if (!existsSync(folder)) await generate(folder, commandLine);
  await run('npm', ['install', ...quiet, tarball, ...packages], folder);
  rmSync(join(folder, 'src', 'people'), { recursive: true, force: true });
  cpSync(join(fixture, 'src'), join(folder, 'src'), { recursive: true });
  cpSync(join(fixture, 'test'), join(folder, 'test'), { recursive: true });
  if (!hasExtensions) for (const each of ['src', 'test']) leaveOutExtensions(join(folder, each));
  return folder;
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Makes the folder as a whole, or not at all. */
async function generate(folder, commandLine) {
  const parent = `${folder}-${process.pid}`;
  mkdirSync(parent, { recursive: true });
  try {
    await run(
      'npx',
      [
        '--yes',
        `@nestjs/cli@${commandLine}`,
        'new',
        'app',
        '--skip-git',
        '--skip-install',
        '--package-manager=npm',
      ],
      parent,
    );
    renameSync(join(parent, 'app'), folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** The fixture names the extensions of files, as ES modules must; the tests of a CommonJS application do not find them so. */
function leaveOutExtensions(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from '\.{1,2}\/[^']*)\.js'/g, `$1'`));
  }
}

/** @throws with its output when it fails */
async function run(command, parameters, folder) {
  const options = { folder, environment: npmEnvironment() };
  const { exitCode, output, errorOutput } = await captureCommand(command, parameters, options);
  if (exitCode !== 0) throw new Error(`${command} ${parameters.join(' ')} failed:\n${output}${errorOutput}`);
}

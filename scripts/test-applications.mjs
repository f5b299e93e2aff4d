/**
 * `npm run test:applications`: applications as the command lines of Nest 11 and 12 make them, with the packed package installed, build, pass
 * their tests untouched, and start.
 */
import { mkdirSync } from 'node:fs';
import { applications, makeApplication } from './applications/make-application.mjs';
import { statusOfBuilt } from './applications/run-built.mjs';
import { buildPackage } from './package/build-package.mjs';
import { onServer } from './run/on-server.mjs';
import { cachePath } from './run/project.mjs';
import { captureCommand } from './run/run-command.mjs';
import { withDatabase } from './server/connection-string.mjs';
import { setUp } from './setup.mjs';

/** The scripts run in an application, in this order. */
const scripts = ['build', 'test', 'test:e2e'];

/** @returns {Promise<number>} the exit code */
async function main() {
  await setUp();
  await buildPackage();
  const tarball = await packPackage();
  return onServer('applications', async (server, prefix) => {
    const results = await Promise.all(
      applications.map((application) =>
        testApplication(application, tarball, withDatabase(server.uri, `${prefix}${application.name}`)),
      ),
    );
    const failed = results.filter((isPassed) => !isPassed).length;
    console.log(`${results.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  });
}

/** @returns {Promise<string>} the path of the tarball */
async function packPackage() {
  const folder = cachePath('applications');
  mkdirSync(folder, { recursive: true });
  const { exitCode, output, errorOutput } = await captureCommand('npm', [
    ...['pack', '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', folder],
  ]);
  if (exitCode !== 0) throw new Error(`npm pack failed:\n${errorOutput}`);
  return cachePath('applications', JSON.parse(output)[0].filename);
}

/**
 * @param {import('./applications/make-application.mjs').Application} application
 * @param {string} tarball
 * @param {string} uri
 * @returns {Promise<boolean>} whether all was as it should be; if not, it is printed
 */
async function testApplication(application, tarball, uri) {
  const { name, commandLine } = application;
  const began = performance.now();
  try {
    const folder = await makeApplication(application, tarball);
    const environment = environmentOf(uri);
    for (const script of scripts) {
      const { exitCode, output, errorOutput } = await captureCommand('npm', ['run', script], {
        folder,
        environment,
      });
      if (exitCode !== 0) throw new Error(`npm run ${script} failed:\n${output}${errorOutput}`);
    }
    const status = await statusOfBuilt(folder, environment, '/people/ada');
    if (status !== 400) throw new Error(`GET /people/ada was answered with ${status}, and not with 400`);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`${name} (command line ${commandLine}): made, built, tested and started in ${seconds} s`);
    return true;
  } catch (error) {
    console.error(`${name} (command line ${commandLine}): ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

/** The environment without Node options of this project, which an application does not know. */
function environmentOf(uri) {
  const environment = { ...process.env, MONGODB_URI: uri };
  delete environment.NODE_OPTIONS;
  return environment;
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});

import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this project, whatever the current folder is. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The path of something in `.cache/`, the one folder that the scripts write to besides `dist/` and
 * `node_modules/`: it is ignored by git and may be deleted at any time.
 *
 * @param {...string} names
 * @returns {string}
 */
export function cachePath(...names) {
  const folder = join(projectFolder, '.cache');
  mkdirSync(folder, { recursive: true });
  return join(folder, ...names);
}

/**
 * Whether the caller's file was started by `node`, and not imported by another file.
 *
 * @param {string} url the caller's `import.meta.url`
 */
export function isStartedDirectly(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === realpathSync(process.argv[1]);
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from '../command-error.js';
import type { Project } from './project.js';

/** The file that an application's root module is in, and the name of its export if one was given. */
export interface ModuleLocation {
  readonly file: string;
  readonly exportName: string | undefined;
}

/** Built files in which `nest new` and its variants put the root module, tried in this order. */
const usualFiles: readonly string[] = Object.freeze([
  ...['dist/app.module.js', 'dist/src/app.module.js', 'build/app.module.js'],
]);

/**
 * Finds the root module: as given, else as package.json says, else in a usual place.
 * @param given a path and perhaps `#` and the name of the export, relative to `folder`
 * @throws CommandError if that file is missing
 */
export function findModule(given: string | undefined, folder: string, project: Project): ModuleLocation {
  if (given !== undefined) return existing(folder, given, '--module');
  const { module } = project.settings;
  if (module !== undefined) return existing(project.folder, module, '"module" in package.json');
  const file = usualFiles.map((each) => resolve(project.folder, each)).find((each) => existsSync(each));
  if (file !== undefined) return { file, exportName: undefined };
  throw new CommandError({
    problem: 'The root module of the application was not found',
    reason: `In ${project.folder} there is none of ${usualFiles.join(', ')}`,
    remedy:
      'Build the application first. If its module is elsewhere, pass --module dist/main/app.module.js#AppModule, or write "nestjs-documents": { "module": "…" } into package.json',
  });
}

function existing(folder: string, given: string, source: string): ModuleLocation {
  const [path = '', exportName] = given.split('#');
  if (path === '')
    throw new CommandError({
      problem: 'The root module of the application was not found',
      reason: `${source} names no file`,
      remedy: 'Write the file before #, as in dist/app.module.js#AppModule',
    });
  const file = resolve(folder, path);
  if (existsSync(file)) return { file, exportName: exportName === '' ? undefined : exportName };
  throw new CommandError({
    problem: 'The root module of the application was not found',
    reason: `${source} names ${file}, which does not exist`,
    remedy: 'Build the application first, or correct the path',
  });
}

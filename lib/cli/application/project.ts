import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isPlainObject } from '../../value/plain-object.js';
import { CommandError } from '../command-error.js';

/** The entries under `nestjs-documents` in the package.json of an application; paths relative to it. */
export interface ProjectSettings {
  readonly module?: string;
  readonly migrations?: string;
  readonly seeds?: string;
}

/** The project that a command runs in: the nearest folder with a package.json. */
export interface Project {
  readonly folder: string;
  readonly settings: ProjectSettings;
}

const settingNames: readonly string[] = Object.freeze(['module', 'migrations', 'seeds']);

/** Finds the project of a folder: the folder itself if no package.json is above it. @throws CommandError */
export function findProject(folder: string): Project {
  for (let each = folder; ; each = dirname(each)) {
    const file = join(each, 'package.json');
    if (existsSync(file)) return { folder: each, settings: settingsIn(file) };
    if (dirname(each) === each) return { folder, settings: {} };
  }
}

function settingsIn(file: string): ProjectSettings {
  const settings = contentsOf(file)['nestjs-documents'] ?? {};
  if (!isPlainObject(settings))
    throw unusable(
      file,
      'Its "nestjs-documents" is not an object',
      'Write { "module": "dist/app.module.js" }',
    );
  for (const [name, value] of Object.entries(settings)) {
    if (!settingNames.includes(name))
      throw unusable(
        file,
        `Its "nestjs-documents" has an unknown entry`,
        `Its entries are ${settingNames.join(', ')}`,
      );
    if (typeof value !== 'string' || value === '')
      throw unusable(
        file,
        `Its "${name}" under "nestjs-documents" is not a path`,
        'Write a path relative to package.json',
      );
  }
  return settings;
}

function contentsOf(file: string): Readonly<Record<string, unknown>> {
  try {
    const contents: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isPlainObject(contents) ? contents : {};
  } catch {
    throw unusable(file, 'It is not valid JSON', 'Correct it');
  }
}

function unusable(file: string, reason: string, remedy: string): CommandError {
  return new CommandError({ problem: `${file} cannot be used`, reason, remedy });
}

import { pathToFileURL } from 'node:url';
import type { DynamicModule, Type } from '@nestjs/common';
import { propertyOf } from '../../errors/read-safely.js';
import { CommandError } from '../command-error.js';
import type { ModuleLocation } from './find-module.js';

/** A root module, as `NestFactory` takes it. */
export type RootModule = Type | DynamicModule;

/**
 * Imports the root module of an application, from an ES module or CommonJS.
 * @returns the export: a module class or a dynamic module, or what a function returns or a promise gives
 * @throws CommandError if the export is missing or another value; what the file throws while it is imported
 */
export async function loadModule({ file, exportName }: ModuleLocation): Promise<RootModule> {
  const exports = await importFile(file);
  const name = exportName ?? ['AppModule', 'default'].find((each) => exports[each] !== undefined);
  const found = name === undefined ? undefined : exports[name];
  const module: unknown = await (isPlainFunction(found) ? (found as () => unknown)() : found);
  if (typeof module === 'function' || typeof propertyOf(module, 'module') === 'function')
    return module as RootModule;
  throw new CommandError({
    problem: `${file} has no module of that name`,
    reason: `Its export ${exportName ?? 'AppModule'} is ${found === undefined ? 'missing' : 'neither a module class nor a dynamic module'}; it exports ${Object.keys(exports).join(', ') || 'nothing'}`,
    remedy:
      'Name the export behind #, as in --module dist/app.module.js#AppModule: a module class, a dynamic module, or a function that returns one',
  });
}

const reasons: Readonly<Record<string, string>> = Object.freeze({
  ERR_UNKNOWN_FILE_EXTENSION: 'Node runs JavaScript, and this is another kind of file',
  ERR_UNSUPPORTED_DIR_IMPORT: 'It is a folder',
});

/**
 * Imports a file. @returns its exports; those of a CommonJS file include the ones that Node does not find by itself
 * @throws CommandError for a folder, and for TypeScript that Node cannot run
 */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const exports = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    const main = exports['default'];
    if (typeof main !== 'object' || main === null) return exports;
    return '__esModule' in main ? { ...exports, ...main } : { ...main, ...exports };
  } catch (error) {
    const reason = reasons[String(propertyOf(error, 'code'))];
    if (reason === undefined) throw error;
    throw new CommandError({
      problem: `${file} cannot be imported`,
      reason,
      remedy:
        'Build the application and name the built file, or load a compiler into Node with NODE_OPTIONS="--import tsx"',
    });
  }
}

function isPlainFunction(value: unknown): boolean {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}

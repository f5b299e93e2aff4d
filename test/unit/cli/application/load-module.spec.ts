import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadModule } from '../../../../lib/cli/application/load-module.js';
import { temporaryProject } from '../../../support/cli/temporary-project.js';

/** The name of the module class that a file with this text has under a name, or under none. */
async function loaded(path: string, text: string, exportName?: string): Promise<string> {
  const root = temporaryProject({ 'package.json': '{}', [path]: text });
  const module = await loadModule({ file: join(root, path), exportName });
  return typeof module === 'function' ? module.name : `dynamic ${module.module.name}`;
}

describe('A module is loaded', () => {
  test.each([
    ['an ES module', 'app.mjs', 'export class AppModule {}', undefined, 'AppModule'],
    ['an ES module by another name', 'app.mjs', 'export class Other {}', 'Other', 'Other'],
    ['the default export', 'app.mjs', 'export default class Main {}', undefined, 'Main'],
    [
      'a dynamic module',
      'app.mjs',
      'class A {} export const AppModule = { module: A };',
      undefined,
      'dynamic A',
    ],
    [
      'a default that is dynamic',
      'app.mjs',
      'class A {} export default { module: A };',
      undefined,
      'dynamic A',
    ],
    ['a promise', 'app.mjs', 'class A {} export const AppModule = Promise.resolve(A);', undefined, 'A'],
    [
      'a function',
      'app.mjs',
      'class A {} export const create = async () => ({ module: A });',
      'create',
      'dynamic A',
    ],
    ['CommonJS', 'app.cjs', 'exports.AppModule = class AppModule {};', undefined, 'AppModule'],
    [
      'CommonJS whose exports are computed',
      'app.cjs',
      'for (const name of ["AppModule"]) module.exports[name] = class AppModule {};',
      undefined,
      'AppModule',
    ],
    [
      'the default export of compiled CommonJS',
      'app.cjs',
      'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = class Main {};',
      undefined,
      'Main',
    ],
  ])('from %s', async (_title, path, text, exportName, expected) => {
    expect(await loaded(path, text, exportName)).toBe(expected);
  });
});

describe('An export that cannot be the root module is refused', () => {
  test.each([
    [
      'missing',
      'export const one = 1, two = 2;',
      'Other',
      'Its export Other is missing; it exports one, two',
    ],
    ['missing by itself', '', undefined, 'Its export AppModule is missing; it exports nothing'],
    [
      'another value',
      'export const AppModule = 42;',
      undefined,
      'Its export AppModule is neither a module class nor a dynamic module; it exports AppModule',
    ],
    [
      'what a function returns',
      'export const AppModule = () => null;',
      undefined,
      'Its export AppModule is neither a module class nor a dynamic module; it exports AppModule',
    ],
  ])('if it is %s', async (_title, text, exportName, reason) => {
    await expect(loaded('app.mjs', text, exportName)).rejects.toMatchObject({ reason });
  });

  test('and an error of the file itself is thrown as it is', async () => {
    await expect(loaded('app.mjs', 'throw new RangeError("mine");')).rejects.toThrow(RangeError);
  });
});

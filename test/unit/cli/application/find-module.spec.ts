import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findModule } from '../../../../lib/cli/application/find-module.js';
import type { ModuleLocation } from '../../../../lib/cli/application/find-module.js';
import { findProject } from '../../../../lib/cli/application/project.js';
import { temporaryProject } from '../../../support/cli/temporary-project.js';

function find(folder: string, given?: string): ModuleLocation {
  return findModule(given, folder, findProject(folder));
}

describe('The module of an application is found', () => {
  test('as given, relative to the current folder', () => {
    const root = temporaryProject({ 'package.json': '{}', 'below/out/main.js': '' });

    expect(find(join(root, 'below'), 'out/main.js#MainModule')).toEqual({
      file: join(root, 'below', 'out', 'main.js'),
      exportName: 'MainModule',
    });
  });

  test('as package.json in a folder above says, relative to that', () => {
    const settings = { 'nestjs-documents': { module: './out/main.js#MainModule' } };
    const root = temporaryProject({
      'package.json': JSON.stringify(settings),
      'out/main.js': '',
      'below/notes.txt': '',
    });

    expect(find(join(root, 'below'))).toEqual({
      file: join(root, 'out', 'main.js'),
      exportName: 'MainModule',
    });
  });

  test.each(['dist/app.module.js', 'dist/src/app.module.js', 'build/app.module.js'])('in %s', (path) => {
    const root = temporaryProject({ 'package.json': '{ "name": "app" }', [path]: '' });

    expect(find(root)).toEqual({ file: join(root, path), exportName: undefined });
  });

  test('by itself where there is no package.json', () => {
    const root = temporaryProject({ 'dist/app.module.js': '' });

    expect(find(root).file).toBe(join(root, 'dist', 'app.module.js'));
  });
});

describe('A module that is not found is an error', () => {
  test('that lists the places where it could be', () => {
    const root = temporaryProject({ 'package.json': '{}' });

    expect(() => find(root)).toThrow(
      expect.objectContaining({
        problem: 'The root module of the application was not found',
        reason: `In ${root} there is none of dist/app.module.js, dist/src/app.module.js, build/app.module.js`,
      }),
    );
  });

  test.each([
    ['--module', {}, 'out/other.js#AppModule'],
    ['"module" in package.json', { module: 'out/other.js' }, undefined],
  ])('that names %s', (source, settings, given) => {
    const text = JSON.stringify({ 'nestjs-documents': settings });
    const root = temporaryProject({ 'package.json': text, 'dist/app.module.js': '' });

    expect(() => find(root, given)).toThrow(
      expect.objectContaining({
        reason: `${source} names ${join(root, 'out', 'other.js')}, which does not exist`,
      }),
    );
  });
});

describe('A package.json is refused', () => {
  test.each([
    ['{ "nestjs-documents": "dist" }', 'Its "nestjs-documents" is not an object'],
    ['{ "nestjs-documents": { "modul": "dist" } }', 'Its "nestjs-documents" has an unknown entry'],
    ['{ "nestjs-documents": { "module": 7 } }', 'Its "module" under "nestjs-documents" is not a path'],
    ['{ "nestjs-documents": { "seeds": "" } }', 'Its "seeds" under "nestjs-documents" is not a path'],
    ['{', 'It is not valid JSON'],
  ])('%s', (text, reason) => {
    const root = temporaryProject({ 'package.json': text });

    expect(() => findProject(root)).toThrow(
      expect.objectContaining({ problem: `${join(root, 'package.json')} cannot be used`, reason }),
    );
  });
});

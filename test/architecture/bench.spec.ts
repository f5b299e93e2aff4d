import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSources } from './source-files.js';

interface Description {
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Description;
const root = read('package.json');
const bench = read('bench/package.json');

const namesIn = ({ dependencies, devDependencies, peerDependencies, optionalDependencies }: Description) =>
  Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies });

describe('What the benchmark measures against', () => {
  test('is no dependency of the package, the driver apart', () => {
    const names = namesIn(root);

    expect(namesIn(bench).filter((name) => names.includes(name))).toEqual(['mongodb']);
  });

  test('is not in the lock file of the project', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: object };
    const locked = Object.keys(packages);

    expect(namesIn(bench).filter((name) => locked.includes(`node_modules/${name}`))).toEqual(['mongodb']);
  });

  test('stands in a package that cannot be published', () => {
    expect(bench.private).toBe(true);
    expect(root.files).not.toContain('bench');
  });
});

describe('The benchmark', () => {
  const sources = readSources('bench');

  test('imports the package by its public entry only, one file apart', () => {
    const breaches = sources
      .filter(({ path }) => path !== 'bench/libraries/package-internals.ts')
      .filter(
        ({ syntax, imports }) =>
          /\b(lib|dist)\//.test(syntax.text) ||
          imports.some(({ specifier }) => specifier.startsWith('nestjs-documents/')),
      );

    expect(breaches.map(({ path }) => path)).toEqual([]);
  });

  test('imports what it measures against in libraries/ only', () => {
    const peers = namesIn(bench).filter((name) => name !== 'mongodb');
    const breaches = sources
      .filter(({ folder }) => folder !== 'libraries')
      .filter(({ imports }) => imports.some(({ specifier }) => peers.includes(specifier)));

    expect(breaches.map(({ path }) => path)).toEqual([]);
  });
});

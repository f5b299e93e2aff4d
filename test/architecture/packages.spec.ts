import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSource, readSources } from './source-files.js';
import type { SourceFile, SourceImport } from './source-files.js';

interface Rule {
  readonly says: string;
  readonly isBroken: (found: SourceImport, file: SourceFile) => boolean;
}

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

const isIn = ({ folder }: SourceFile, ...folders: readonly string[]) => folders.includes(folder);

const rules: readonly Rule[] = [
  {
    says: '@nestjs/* is imported in listener/, module/, http/, migration/, seed/ and cli/ only',
    isBroken: ({ specifier }, file) =>
      specifier.startsWith('@nestjs/') &&
      !isIn(file, 'listener', 'module', 'http', 'migration', 'seed', 'cli'),
  },
  {
    says: 'http/ imports of Nest only what every application has, and no HTTP platform',
    isBroken: ({ specifier }, file) =>
      isIn(file, 'http') &&
      specifier.startsWith('@nestjs/') &&
      !['@nestjs/common', '@nestjs/core'].includes(specifier),
  },
  {
    says: 'reflect-metadata is imported in document/ and listener/ only',
    isBroken: ({ specifier }, file) =>
      specifier.startsWith('reflect-metadata') && !isIn(file, 'document', 'listener'),
  },
  {
    says: 'values of the driver are imported in driver/, transaction/, kind/ and codec/ only; elsewhere import type',
    isBroken: ({ specifier, isTypeOnly }, file) =>
      /^(mongodb|bson)(\/|$)/.test(specifier) &&
      !isTypeOnly &&
      !isIn(file, 'driver', 'transaction', 'kind', 'codec'),
  },
  {
    says: 'class-validator is imported in class-validator/ only',
    isBroken: ({ specifier }, file) =>
      specifier.startsWith('class-validator') && !isIn(file, 'class-validator'),
  },
  {
    says: 'commander is imported in cli/ only',
    isBroken: ({ specifier }, file) => specifier.startsWith('commander') && !isIn(file, 'cli'),
  },
  {
    says: 'packages are imported by their names, never by a path inside them',
    isBroken: ({ specifier, target }) =>
      target === undefined && !specifier.startsWith('node:') && specifier !== packageOf(specifier),
  },
  {
    says: 'only Node and the dependencies and peer dependencies of package.json are imported',
    isBroken: ({ specifier, target }) =>
      target === undefined &&
      !specifier.startsWith('node:') &&
      !(packageOf(specifier) in dependencies) &&
      !(packageOf(specifier) in peerDependencies),
  },
];

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function breachesOf({ says, isBroken }: Rule, files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((each) => isBroken(each, file))
      .map(({ specifier }) => `${file.path} imports ${specifier}: ${says}`),
  );
}

describe('In lib', () => {
  const lib = readSources('lib');

  test.each(rules.map((rule) => [rule.says, rule] as const))('%s', (_says, rule) => {
    expect(breachesOf(rule, lib)).toEqual([]);
  });
});

describe('In sample-app', () => {
  test('the package is imported by its public entries only', () => {
    const breaches = readSources('sample-app').flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ specifier, target }) =>
            (target !== undefined && !target.startsWith('sample-app/')) ||
            (specifier.startsWith('nestjs-documents/') &&
              !['nestjs-documents/http', 'nestjs-documents/migrations', 'nestjs-documents/testing'].includes(
                specifier,
              )),
        )
        .map(({ specifier }) => `${path} imports ${specifier}: it imports only what users can import`),
    );

    expect(breaches).toEqual([]);
  });
});

describe('A breach of the rules for packages is reported', () => {
  test.each([
    ['lib/query/a.ts', `import type { Type } from '@nestjs/common';`, rules[0]],
    ['lib/http/a.ts', `import { x } from '@nestjs/platform-express';`, rules[1]],
    ['lib/module/a.ts', `import 'reflect-metadata';`, rules[2]],
    ['lib/state/a.ts', `import { ObjectId } from 'mongodb';`, rules[3]],
    ['lib/state/a.ts', `import { type Db, ObjectId } from 'mongodb';`, rules[3]],
    ['lib/module/a.ts', `import type { ValidatorOptions } from 'class-validator';`, rules[4]],
    ['lib/module/a.ts', `import { Command } from 'commander';`, rules[5]],
    ['lib/module/a.ts', `import { x } from '@nestjs/core/injector/module.js';`, rules[6]],
    ['lib/module/a.ts', `import { of } from 'lodash';`, rules[7]],
  ])('%s: %s', (path, text, rule) => {
    expect(breachesOf(rule!, [parseSource(path, text)])).toEqual([
      expect.stringMatching(/^lib\/\w+\/a\.ts imports \S+: .+/),
    ]);
  });

  test('but not where only types of the driver are imported', () => {
    const file = parseSource(
      'lib/state/a.ts',
      `import type { Db } from 'mongodb';\nimport { type Long } from 'mongodb';`,
    );

    expect(breachesOf(rules[3]!, [file])).toEqual([]);
  });
});

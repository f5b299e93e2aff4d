import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { databaseUri } from '../support/server.js';
import { packPackage } from './packed-package.js';
import type { PackedPackage } from './packed-package.js';

let packed: PackedPackage;
beforeAll(async () => void (packed = await packPackage()), 60_000);
afterAll(() => packed.remove());

describe('The packed package', () => {
  test('holds, besides what is built, what npm shows', () => {
    expect(packed.files.filter((path) => !path.startsWith('dist/'))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
  });

  test('holds for each file of lib the code, its map and its declarations, and nothing else', () => {
    const built = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `dist/${name.replace(/\.ts$/, '')}`)
      .flatMap((name) => [`${name}.d.ts`, `${name}.js`, `${name}.js.map`])
      .sort();

    expect(packed.files.filter((path) => path.startsWith('dist/'))).toEqual(built);
  });

  test('has its sources in the maps, so that they are not needed beside them', () => {
    const maps = packed.files.filter((path) => path.endsWith('.map'));
    const without = maps.filter((path) => {
      const map = JSON.parse(readFileSync(join(packed.folder, path), 'utf8')) as {
        sourcesContent?: string[];
      };
      return !map.sourcesContent?.[0];
    });

    expect(without).toEqual([]);
  });

  test('is found without fault by publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: packed.folder, pack: false, strict: true });

    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('is found without fault by attw, where ES modules and require() of them are known', async () => {
    const attw = resolve('node_modules/@arethetypeswrong/cli/dist/index.js');
    const output = await packed.node(
      ...[attw, packed.tarball, '--profile=esm-only', '--no-definitely-typed', '--format=ascii'],
    );

    expect(output.match(/^node16 \(from ESM\): .*$/gm)).toEqual([
      'node16 (from ESM): 🟢 (ESM)',
      'node16 (from ESM): 🟢 (ESM)',
      'node16 (from ESM): 🟢 (ESM)',
      'node16 (from ESM): 🟢 (JSON)',
    ]);
  }, 60_000);
});

const names = `Object.keys(entry).length > 50 && typeof entry.DocumentsModule.forRoot + ' ' + typeof testing.SignalRecorder + ' ' + typeof validation.classValidator`;

describe('The packed package is used', () => {
  test('from an ES module', async () => {
    packed.write(
      'user.mjs',
      `import * as entry from 'nestjs-documents';
       import * as testing from 'nestjs-documents/testing';
       import * as validation from 'nestjs-documents/class-validator';
       console.log(${names});`,
    );

    expect(await packed.node('user.mjs')).toBe('function function function\n');
  });

  test('by require()', async () => {
    packed.write(
      'user.cjs',
      `const entry = require('nestjs-documents');
       const testing = require('nestjs-documents/testing');
       const validation = require('nestjs-documents/class-validator');
       console.log(${names});`,
    );

    expect(await packed.node('user.cjs')).toBe('function function function\n');
  });

  test('by require() and import as one and the same', async () => {
    packed.write(
      'both.cjs',
      `const { DocumentsError } = require('nestjs-documents');
       import('nestjs-documents').then((entry) => console.log(entry.DocumentsError === DocumentsError));`,
    );

    expect(await packed.node('both.cjs')).toBe('true\n');
  });

  test('by its public entries only', async () => {
    packed.write('deep.mjs', `await import('nestjs-documents/dist/signal/signal.js');`);

    await expect(packed.node('deep.mjs')).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  test('with its version by package.json', async () => {
    packed.write('version.cjs', `console.log(require('nestjs-documents/package.json').name);`);

    expect(await packed.node('version.cjs')).toBe('nestjs-documents\n');
  });
});

const application = `
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import {
  Document, DocumentRepository, DocumentsModule, Field, Id, InjectRepository, OnPreSave, SignalBus, type PreSave,
} from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
}

@Injectable()
class PersonListener {
  @OnPreSave(Person)
  uppercaseName({ document }: PreSave<Person>) {
    document.name = document.name.toUpperCase();
  }
}

@Injectable()
class PersonService {
  constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}
}

@Module({
  imports: [DocumentsModule.forRoot({ uri: process.argv[2] ?? '' }), DocumentsModule.forFeature([Person])],
  providers: [PersonListener, PersonService],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  const { people } = app.get(PersonService);
  const recorder = new SignalRecorder(app.get(SignalBus));
  const { id } = await people.save(await people.create({ name: 'ada' }));
  console.log((await people.getById(id)).name, recorder.names.includes('Person.postSave'));
  await app.close();
}
void main();
`;

describe('The packed package is used from TypeScript with NodeNext', () => {
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    types: ['node'],
  };
  const compile = async (...files: string[]): Promise<void> => {
    packed.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    await packed.node(resolve('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json');
  };

  test.each([
    ['an ES module', 'application.mts', 'application.mjs'],
    ['CommonJS', 'application.cts', 'application.cjs'],
  ])(
    'by an application that is %s',
    async (_kind, source, built) => {
      packed.write(source, application);

      await compile(source);

      expect(await packed.node(built, databaseUri())).toBe('ADA true\n');
    },
    60_000,
  );

  test('with declarations that stand alone, also where libraries are checked', () => {
    const options: ts.CompilerOptions = {
      ...ts.convertCompilerOptionsFromJson(compilerOptions, packed.folder).options,
      skipLibCheck: false,
      noEmit: true,
    };
    const declarations = packed.files.filter((path) => path.endsWith('.d.ts'));
    const program = ts.createProgram(
      declarations.map((path) => join(packed.folder, path)),
      options,
    );
    const errors = program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(packed.folder))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map(
        ({ file, messageText }) =>
          `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );

    expect(errors).toEqual([]);
  }, 60_000);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { databaseUri } from '../support/server.js';
import { packPackage } from './packed-package.js';
import type { PackedPackage } from './packed-package.js';

let packed: PackedPackage;
beforeAll(async () => void (packed = await packPackage()), 60_000);
afterAll(() => packed.remove());

const entries = ['.', './class-validator', './http', './migrations', './seeds', './testing'];

describe('The packed package', () => {
  test('holds, besides what is built and the docs, what npm shows', () => {
    expect(packed.files.filter((path) => !/^(dist|docs)\//.test(path))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
  });

  test('holds for each file of lib its code and declarations, as ES module and as CommonJS, and nothing else', () => {
    const built = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.replace(/\.ts$/, ''))
      .flatMap((name) => [`dist/${name}`, `dist/cjs/${name}`])
      .flatMap((name) => [`${name}.d.ts`, `${name}.js`]);

    expect(packed.files.filter((path) => path.startsWith('dist/'))).toEqual(
      [...built, 'dist/cjs/package.json'].sort(),
    );
  });

  test('has every page that its README and its chapters link to', () => {
    const pages = packed.files.filter((path) => /^(README|docs\/\d\d-.*)\.md$/.test(path));
    const missing = pages.flatMap((page) =>
      [...readFileSync(join(packed.folder, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, link = '']) => normalize(join(dirname(page), link)))
        .filter((link) => link.startsWith('docs/') && !existsSync(join(packed.folder, link)))
        .map((link) => `${page}: ${link}`),
    );

    expect(pages.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });

  test('is found without fault by publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: packed.folder, pack: false, strict: true });

    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('is found without fault by attw, for every kind of module resolution', async () => {
    const attw = resolve('node_modules/@arethetypeswrong/cli/dist/index.js');
    const output = await packed.node(
      ...[attw, packed.tarball, '--profile=strict', '--no-definitely-typed', '--format=ascii'],
    );

    expect(output.match(/^(node16|node10|bundler).*: .*$/gm)).toEqual([
      ...entries.flatMap(() => [
        'node10: 🟢 ',
        'node16 (from CJS): 🟢 (CJS)',
        'node16 (from ESM): 🟢 (ESM)',
        'bundler: 🟢 ',
      ]),
      ...['node10', 'node16 (from CJS)', 'node16 (from ESM)', 'bundler'].map((each) => `${each}: 🟢 (JSON)`),
    ]);
  }, 60_000);
});

describe('The packed package is used', () => {
  test('from an ES module, by its public entries only', async () => {
    packed.write(
      'user.mjs',
      `import * as entry from 'nestjs-documents';
       import * as validation from 'nestjs-documents/class-validator';
       import * as http from 'nestjs-documents/http';
       import * as migrations from 'nestjs-documents/migrations';
       import * as seeds from 'nestjs-documents/seeds';
       import * as testing from 'nestjs-documents/testing';
       console.log(entry.DocumentsModule.name, validation.classValidator.name, http.ParseIdPipe.name, migrations.Migrations.name, seeds.runSeeds.name, testing.SignalRecorder.name);
       await import('nestjs-documents/dist/signal/signal.js').catch(({ code }) => console.log(code));`,
    );

    expect(await packed.node('user.mjs')).toBe(
      'DocumentsModule classValidator ParseIdPipe Migrations runSeeds SignalRecorder\nERR_PACKAGE_PATH_NOT_EXPORTED\n',
    );
  });

  test('by require() and import as one and the same, and with its version', async () => {
    packed.write(
      'both.cjs',
      `const names = ['', '/class-validator', '/http', '/migrations', '/seeds', '/testing', '/package.json'].map((path) => 'nestjs-documents' + path);
       const [entry, validation, http, migrations, seeds, testing, { name }] = names.map((each) => require(each));
       console.log(entry.DocumentsModule.name, validation.classValidator.name, http.ParseIdPipe.name, migrations.Migrations.name, seeds.runSeeds.name, testing.SignalRecorder.name, name);
       import('nestjs-documents').then((imported) => console.log(imported.DocumentsError === entry.DocumentsError));`,
    );

    expect(await packed.node('both.cjs')).toBe(
      'DocumentsModule classValidator ParseIdPipe Migrations runSeeds SignalRecorder nestjs-documents\ntrue\n',
    );
  });

  test('as CommonJS where a program looks for that only, as Jest does', async () => {
    packed.write(
      'commonjs.cjs',
      `const { join } = require('node:path');
       const entry = require(join(__dirname, 'node_modules/nestjs-documents', require('nestjs-documents/package.json').exports['.'].require.default));
       console.log(entry.DocumentsModule.name, process.getBuiltinModule('node:util').inspect(entry).includes('[Module'));`,
    );

    expect(await packed.node('commonjs.cjs')).toBe('DocumentsModule false\n');
  });
});

const application = `
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import {
  Document, DocumentRepository, DocumentsModule, Field, Id, InjectRepository, OnPreSave, repositoryOf, SignalBus,
  type DocumentClass, type PreSave,
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

export function named<T extends object>(documentClass: DocumentClass<T>) {
  return class extends repositoryOf(documentClass) {
    first = () => this.find().first();
  };
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
  const { id } = await people.save(people.build({ name: 'ada' }));
  console.log((await people.getById(id)).name, recorder.names.includes('Person.postSave'));
  await app.close();
}
void main();
`;

describe('The packed package is used from TypeScript with NodeNext', () => {
  let errors: readonly string[];
  beforeAll(() => {
    packed.write('application.mts', application);
    packed.write('application.cts', application);
    errors = packed.compile(['application.mts', 'application.cts']);
  }, 90_000);

  test('with declarations that stand alone, also where libraries are checked', () => {
    expect(errors).toEqual([]);
  });

  test.each([
    ['an ES module', 'application.mjs'],
    ['CommonJS', 'application.cjs'],
  ])('by an application that is %s', async (_kind, built) => {
    expect(await packed.node(built, databaseUri())).toBe('ADA true\n');
  });
});

describe('Two copies of the packed package in one process', () => {
  test('are named, whatever is taken from the wrong one', async () => {
    packed.copy('other-copy');
    packed.write(
      'two-copies.mjs',
      `import 'reflect-metadata';
       import { NestFactory } from '@nestjs/core';
       import * as other from 'other-copy';
       import * as own from 'nestjs-documents';
       import { schemaOf } from './node_modules/nestjs-documents/dist/schema/build/schema-of.js';
       import { schemaOf as otherSchemaOf } from './node_modules/other-copy/dist/schema/build/schema-of.js';
       const { realpathSync } = await import('node:fs');

       class Person { static mark = own.Document()(Person); }
       class Team { static mark = other.Document({ abstract: true })(Team); }
       class Club extends Team {}
       class Address { static mark = other.EmbeddedDocument()(Address); }
       class Owner {}
       for (const [decorate, type] of [[own, Club], [own, Owner]]) decorate.Document()(type);
       for (const type of [Person, Club, Owner]) own.Id(() => String)(type.prototype, 'id');
       own.Field(() => Address)(Owner.prototype, 'address');

       const report = (what, error) =>
         console.log(what, error.code, error.message.includes(realpathSync('node_modules/other-copy/dist')) && error.message.includes(realpathSync('node_modules/nestjs-documents/dist')));
       const attempt = (what, work) => { try { work(); console.log(what, 'is not refused'); } catch (error) { report(what, error); } };
       attempt('forFeature', () => other.DocumentsModule.forFeature([Person]));
       attempt('InjectRepository', () => other.InjectRepository(Person));
       attempt('schemaOf', () => otherSchemaOf(Person));
       attempt('a base class', () => schemaOf(Club));
       attempt('an embedded class', () => schemaOf(Owner));

       class AppModule {}
       Reflect.defineMetadata('imports', [other.DocumentsModule.forRoot({ uri: 'mongodb://127.0.0.1:1' }), own.DocumentsModule.forFeature([Person])], AppModule);
       await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false }).catch((error) => report('modules', error));`,
    );

    expect(await packed.node('two-copies.mjs')).toBe(
      [
        'forFeature OTHER_COPY true',
        'InjectRepository OTHER_COPY true',
        'schemaOf OTHER_COPY true',
        'a base class OTHER_COPY true',
        'an embedded class UNKNOWN_FIELD_TYPE true',
        'modules OTHER_COPY true\n',
      ].join('\n'),
    );
  });
});

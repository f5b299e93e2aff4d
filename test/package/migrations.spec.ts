import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUri } from '../support/server.js';
import { packPackage } from './packed-package.js';
import type { PackedPackage } from './packed-package.js';

let packed: PackedPackage;
beforeAll(async () => void (packed = await packPackage()), 60_000);
afterAll(() => packed.remove());

const program = `
  class AppModule {}
  Reflect.defineMetadata(
    'imports',
    [DocumentsModule.forRoot({ uri: process.argv[2] }), MigrationsModule.forRoot({ directory: process.argv[3] })],
    AppModule,
  );
  NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false }).then(async (app) => {
    console.log((await app.get(Migrations).up()).migrations.map(({ id }) => id).join());
    await app.close();
  });`;

describe('A folder of migrations is loaded', () => {
  beforeAll(() => {
    packed.write('migrations/1-module.mjs', 'export default class { up() {} }');
    packed.write('migrations/2-common.cjs', 'exports.Second = class { up() {} };');
    packed.write(
      'application.mjs',
      `import 'reflect-metadata';
       import { NestFactory } from '@nestjs/core';
       import { DocumentsModule } from 'nestjs-documents';
       import { Migrations, MigrationsModule } from 'nestjs-documents/migrations';${program}`,
    );
    // CommonJS as Jest looks for it, where nothing is an ES module but what is imported by name.
    packed.write(
      'application.cjs',
      `require('reflect-metadata');
       const { join } = require('node:path');
       const { NestFactory } = require('@nestjs/core');
       const { exports: entries } = require('nestjs-documents/package.json');
       const load = (entry) => require(join(__dirname, 'node_modules/nestjs-documents', entries[entry].require.default));
       const { DocumentsModule } = load('.');
       const { Migrations, MigrationsModule } = load('./migrations');${program}`,
    );
  });

  test.each(['application.mjs', 'application.cjs'])('by %s', async (application) => {
    expect(await packed.node(application, databaseUri(), 'migrations')).toBe('1-module,2-common\n');
  });
});

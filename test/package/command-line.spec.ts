import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUri } from '../support/server.js';
import { packPackage } from './packed-package.js';
import type { PackedPackage } from './packed-package.js';

const application = `
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id } from 'nestjs-documents';

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
}

@Module({
  imports: [DocumentsModule.forRoot({ uri: '${databaseUri()}' }), DocumentsModule.forFeature([Person])],
})
export class AppModule {}
`;

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage();
  packed.write('app.mts', application);
  packed.write('app.cts', application);
  expect(packed.compile(['app.mts', 'app.cts'])).toEqual([]);
}, 120_000);
afterAll(() => packed.remove());

test('The packed package has a command, which npm links', () => {
  const { bin } = JSON.parse(readFileSync(join(packed.folder, 'package.json'), 'utf8'));

  expect(bin).toEqual({ 'nestjs-documents': 'dist/cli/main.js' });
  expect(readFileSync(join(packed.folder, 'dist/cli/main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test.each([
  ['an ES module', 'app.mjs'],
  ['CommonJS', 'app.cjs'],
])('Its command works for an application that is %s', async (_kind, file) => {
  const output = await packed.node(
    ...[join('node_modules', 'nestjs-documents', 'dist', 'cli', 'main.js'), 'documents', '--module', file],
  );

  expect(output).toBe(`Person  collection people, connection default
  field  key   type
  id     _id   objectId  id, required
  name   name  string    required
`);
});

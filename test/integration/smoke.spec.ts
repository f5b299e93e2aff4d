import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentRepository,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  Id,
  OnPostSave,
  OnPreSave,
  getRepositoryToken,
  mapOf,
  SignalBus,
  preSave,
} from 'nestjs-documents';
import type { PostSave, PreSave } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { databaseUri } from '../support/server.js';

@EmbeddedDocument()
class Address {
  @Field() street!: string;
  @Field({ default: 'SE' }) country?: string;
}
@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field() age?: number;
  @Field(() => [String]) tags: string[] = [];
  @Field() address?: Address;
  @Field(() => mapOf('any')) extra?: Map<string, unknown>;
}
const seen: string[] = [];
@Injectable()
class PersonListener {
  @OnPreSave(Person) upper({ document }: PreSave<Person>) {
    document.name = document.name.toUpperCase();
  }
  @OnPostSave(Person) async after({ changes, created }: PostSave<Person>) {
    await Promise.resolve();
    seen.push(`${created} ${changes.paths.join()}`);
  }
}
@Module({
  imports: [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Person])],
  providers: [PersonListener],
})
class AppModule {}

test('smoke', async () => {
  const app = await (await Test.createTestingModule({ imports: [AppModule] }).compile()).init();
  const people = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));
  const ada = await people.create({ name: 'ada', address: { street: 's' } });
  expect(ada.address).toBeInstanceOf(Address);
  await people.save(ada);
  expect(ada.name).toBe('ADA');
  const found = await people.getById(ada.id);
  expect(found).toEqual(ada);
  await people.save(found);
  found.address!.street = 'z';
  found.tags.push('x');
  delete found.age;
  await people.save(found);
  expect(seen).toEqual(['true id,name,tags,address', 'false ', 'false tags,address.street']);
  expect(await people.find({ tags: 'x', 'address.street': 'z' }).sort({ name: 'asc' }).limit(2).count()).toBe(
    1,
  );
  expect(
    app
      .get(SignalBus)
      .receiversOf(preSave, Person)
      .map((r) => r.name),
  ).toEqual(['PersonListener.upper']);
  const recorder = new SignalRecorder(app.get(SignalBus));
  expect(await people.deleteMany({ name: 'ADA' })).toBe(1);
  expect(() => {
    recorder.assertSent(['Person.preInit', 'Person.preDelete', 'x']);
  }).toThrow(/x \(expected/);
  expect(recorder.names).toEqual(
    ['Person.preInit', 'Person.postInit', 'Person.preDelete', 'Person.postDelete']
      .map((n) => n.replace('Person', 'Person'))
      .flatMap((n) => (n === 'Person.preInit' ? ['Address.preInit', 'Address.postInit', n] : [n])),
  );
  await app.close();
});

import { ObjectId } from 'mongodb';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  getConnectionToken,
  getRepositoryToken,
  Id,
  SignalBus,
  Version,
} from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { factoryFor } from 'nestjs-documents/seeds';
import { SignalRecorder } from 'nestjs-documents/testing';
import { databaseUri } from '../../support/server.js';

@EmbeddedDocument()
class Address {
  @Field({ required: true }) city!: string;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field({ lowercase: true }) email?: string;
  @Field({ min: 0 }) age?: number;
  @Field(() => [String]) tags: string[] = ['new'];
  @Field(() => Address) address?: Address;
  @Version() version!: number;
}

@Document()
class Stranger {
  @Id() id!: ObjectId;
}

let app: INestApplication;
let db: Db;
let people: DocumentRepository<Person>;
beforeAll(async () => {
  const imports = [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Person])];
  const testing = await Test.createTestingModule({ imports }).compile();
  app = await testing.createNestApplication({ logger: false }).init();
  db = app.get<Connection>(getConnectionToken()).db;
  people = app.get(getRepositoryToken(Person));
});
beforeEach(() => db.collection('people').deleteMany({}));
afterAll(async () => {
  await db.dropDatabase();
  await app.close();
});

const newFactory = () =>
  factoryFor(Person, {
    name: 'Ada',
    email: ({ sequence, values }) => `${values.name}${sequence}@Example.org`,
    address: () => ({ city: 'London' }),
  });

describe('A factory', () => {
  test('builds a document of its class and stores nothing', async () => {
    const built = newFactory().in(app).build({ age: 36 });

    expect(built).toBeInstanceOf(Person);
    expect(built).toMatchObject({ name: 'Ada', email: 'ada1@example.org', age: 36, tags: ['new'] });
    expect(built.address).toBeInstanceOf(Address);
    expect(await db.collection('people').countDocuments()).toBe(0);
  });

  test('creates a document with its version and the values in place of the defaults', async () => {
    const { id } = await newFactory().in(app).create({ name: 'Grace', address: undefined });

    expect(await db.collection('people').findOne({ _id: id })).toEqual({
      ...{ _id: id, name: 'Grace', email: 'grace1@example.org', tags: ['new'], version: 1 },
    });
  });

  test('creates several with one sequence, also for the values that are given', async () => {
    const factory = newFactory();
    const created = await factory.in(app).createMany(3, { age: ({ sequence }) => sequence * 10 });
    const later = await factory.with(people).create();

    expect(created.map(({ email, age }) => [email, age])).toEqual([
      ['ada1@example.org', 10],
      ['ada2@example.org', 20],
      ['ada3@example.org', 30],
    ]);
    expect(later.email).toBe('ada4@example.org');
    expect(await db.collection('people').countDocuments()).toBe(4);
  });

  test('begins its sequence again when it is asked to', () => {
    const factory = newFactory();
    factory.values();
    factory.restart();

    expect(factory.values()).toEqual({ name: 'Ada', email: 'Ada1@Example.org', address: { city: 'London' } });
  });

  test('sends the signals of the repository for each document', async () => {
    const recorder = new SignalRecorder(app.get(SignalBus));

    await newFactory().in(app).createMany(2, { address: undefined });

    expect(recorder.names).toEqual([
      ...['Person.preInit', 'Person.postInit', 'Person.preInit', 'Person.postInit'],
      ...['Person.preSave', 'Person.preSave'],
      ...['Person.preSavePostValidation', 'Person.preSavePostValidation'],
      ...['Person.postSave', 'Person.postSave', 'Person.postWrite'],
    ]);
    recorder.stop();
  });

  test('passes the context to all of them', async () => {
    const recorder = new SignalRecorder(app.get(SignalBus));

    await newFactory()
      .in(app)
      .createMany(1, {}, { context: { reason: 'seed' } });

    expect(recorder.sent.map(({ payload }) => payload.context)).toEqual(
      recorder.names.map(() => ({ reason: 'seed' })),
    );
    recorder.stop();
  });

  test('stores nothing if one of several documents is invalid', async () => {
    const creating = newFactory()
      .in(app)
      .createMany(2, { age: ({ sequence }) => (sequence === 2 ? -1 : 1) });

    await expect(creating).rejects.toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ path: '1.age' }] });
    expect(await db.collection('people').countDocuments()).toBe(0);
  });

  test('refuses an unknown field, as build does', () => {
    const overrides = { nickname: 'A' } as object;

    expect(() => newFactory().in(app).build(overrides)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});

describe('A factory that cannot be used says so', () => {
  test('without a repository of its class', () => {
    expect(() => factoryFor(Stranger).in(app)).toThrow(
      'The factory of Stranger cannot be used. The application has no repository of Stranger. Register it by DocumentsModule.forFeature([Stranger]).',
    );
  });

  test.each([-1, 1.5, Number.NaN, 1_000_001, '3' as never])('for %s documents', async (count) => {
    await expect(newFactory().in(app).createMany(count)).rejects.toMatchObject({ code: 'INVALID_FACTORY' });
  });

  test('for something that is not a document class', () => {
    expect(() => factoryFor(undefined as never)).toThrow(
      'The argument of factoryFor is not a document class',
    );
  });
});

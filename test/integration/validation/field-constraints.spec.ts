import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, ValidationError } from 'nestjs-documents';
import type { CreateValues, DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Level, Role } from '../../support/world/integration-enums.js';

@EmbeddedDocument()
class Step {
  @Field({ minLength: 2 }) name?: string;
}

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Field({ required: true, minLength: 2, maxLength: 5, pattern: /^[a-z]+$/g }) name!: string;
  // The compiler emits nothing for enums of another file, and the enum itself gives the type.
  @Field({ enum: Role }) role?: Role | null;
  @Field({ enum: Level }) level?: Level;
  @Field({ choices: ['a', 'b'] }) grade?: string;
  @Field({ choices: [new ObjectId('64b000000000000000000001')] }) tenant?: ObjectId;
  @Field({ min: 18, max: 130 }) age?: number;
  @Field({ min: 1n }) credit?: bigint;
  @Field({ max: new Date('2030-01-01') }) since?: Date;
  @Field(() => [String], { maxLength: 2, each: { pattern: /^#/, maxLength: 4 } }) tags?: (string | null)[];
  @Field(() => mapOf([Number]), { minLength: 1, each: { maxLength: 2, each: { min: 0 } } })
  scores?: Map<string, number[]>;
  @Field({ maxLength: 2 }) photo?: Buffer;
  @Field() step?: Step;
  @Field(() => [Step]) steps?: Step[];
}

const valid = { name: 'ada' };
const bad: CreateValues<Account> = {
  name: 'A',
  role: 'Admin' as unknown as Role,
  level: 'Low' as unknown as Level,
  grade: 'c',
  tenant: new ObjectId(),
  age: 17,
  credit: 0n,
  since: new Date('2030-01-02'),
  tags: ['#a', 'b', '#long', null],
  scores: new Map([['x', [1, -1, 2]]]),
  photo: Buffer.alloc(3),
  step: { name: '' },
  steps: [{ name: 'ok' }, { name: 'x' }],
};
const everything = [
  ['name', 'min_length', 'should have at least 2 characters'],
  ['name', 'pattern', 'should match /^[a-z]+$/g'],
  ['role', 'enum', 'should be one of "admin", "user"'],
  ['level', 'type', 'should be number, not string'],
  ['grade', 'enum', 'should be one of "a", "b"'],
  ['tenant', 'enum', 'should be one of "64b000000000000000000001"'],
  ['age', 'min', 'should be at least 18'],
  ['credit', 'min', 'should be at least 1'],
  ['since', 'max', 'should be at most 2030-01-01T00:00:00.000Z'],
  ['tags', 'max_length', 'should have at most 2 elements'],
  ['tags.1', 'pattern', 'should match /^#/'],
  ['tags.2', 'max_length', 'should have at most 4 characters'],
  ['scores.x', 'max_length', 'should have at most 2 elements'],
  ['scores.x.1', 'min', 'should be at least 0'],
  ['photo', 'max_length', 'should have at most 2 bytes'],
  ['step.name', 'min_length', 'should have at least 2 characters'],
  ['steps.1.name', 'min_length', 'should have at least 2 characters'],
];

describe('The constraints of fields', () => {
  let world: IntegrationApp;
  let accounts: DocumentRepository<Account>;
  const issuesOf = async (work: () => unknown): Promise<string[][]> => {
    const error = (await errorOf(work)) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    return error.issues.map(({ path, code, message }) => [path, code, message]);
  };
  beforeAll(async () => {
    world = await openApp([Account]);
    accounts = world.repository(Account);
  });
  afterAll(() => world.close());

  test('are checked by a save of a new document, all at once, and nothing is written', async () => {
    const account = accounts.build(bad);
    const commands = await world.commandsOf(async () => {
      expect(await issuesOf(() => accounts.save(account))).toEqual(everything);
    });
    expect(commands).toEqual([]);
  });

  test('are checked by a save of a loaded document too', async () => {
    const { id } = await accounts.create(valid);
    const account = await accounts.getById(id);
    Object.assign(account, accounts.build(bad), { id });
    const commands = await world.commandsOf(async () => {
      expect(await issuesOf(() => accounts.save(account))).toEqual(everything);
    });
    expect(commands).toEqual([]);
  });

  test('are checked by insertMany, with the index of the document', async () => {
    const documents = [accounts.build(valid), accounts.build({ name: 'ada', age: 131 })];
    expect(await issuesOf(() => accounts.insertMany(documents))).toEqual([
      ['1.age', 'max', 'should be at most 130'],
    ]);
  });

  test('are about the value of this moment: a pattern begins anew for each', async () => {
    for (let time = 0; time < 3; time++) await accounts.create(valid);
    await accounts.insertMany([accounts.build(valid), accounts.build(valid)]);
  });

  test('let through what keeps to them, and null and undefined', async () => {
    const account = accounts.build({
      name: 'ada',
      role: Role.Admin,
      level: Level.Low,
      grade: 'b',
      tenant: new ObjectId('64b000000000000000000001'),
      age: 18,
      credit: 1n,
      since: new Date('2030-01-01'),
      tags: ['#a', null],
      scores: new Map([['x', [0, 1]]]),
      photo: Buffer.alloc(2),
    });
    const { id } = await accounts.save(account);
    expect(await world.db.collection('accounts').findOne({ _id: id })).toMatchObject({
      role: 'admin',
      level: 0,
    });
    account.role = null;
    account.level = undefined;
    account.grade = undefined;
    await accounts.save(account);
    const stored = await world.db.collection('accounts').findOne({ _id: id });
    expect([stored?.['role'], 'level' in (stored ?? {}), 'grade' in (stored ?? {})]).toEqual([
      null,
      false,
      false,
    ]);
  });

  test('are not checked when a document is loaded', async () => {
    const _id = new ObjectId();
    await world.db.collection('accounts').insertOne({ _id, name: 'X', age: 5 });
    const account = await accounts.getById(_id);
    expect([account.name, account.age]).toEqual(['X', 5]);
    expect(await issuesOf(() => accounts.save(account))).toHaveLength(3);
  });

  test('name no value of the document', async () => {
    const error = (await errorOf(async () =>
      accounts.create({ name: 'SECRET', grade: 'SECRET', tags: ['SECRET'] }),
    )) as ValidationError;
    expect(error.message + JSON.stringify(error)).not.toContain('SECRET');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  preDelete,
  preSavePostValidation,
  Sequence,
  Undeclared,
  UpdatedAt,
  ValidationError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { AskedValidator } from '../../support/asked-validator.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

const validator = new AskedValidator();

@EmbeddedDocument()
class Plan {
  @Field(() => String, { choices: ['free', 'paid'] }) kind = 'free';
  @Field(() => Number, { min: 1 }) seats = 1;
}

@Document({ collection: 'users' })
class User {
  @Id() id!: ObjectId;
  @Field(() => String, { validate: validator.validate }) name = 'free';
  @Field(() => Number, { min: 0 }) credit = 5;
  @Field() born?: Date;
  @Field(() => [Number]) marks: number[] = [1, 2];
  @Field(() => mapOf(Number)) scores = new Map<string, number>([['a', 1]]);
  @Field(() => Plan) plan: Plan = new Plan();
  @Field(() => 'any') extra: unknown = { a: 1 };
  @Undeclared() rest?: Map<string, unknown>;
}

@Document({ collection: 'entries' })
class Entry {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
  @Field(() => String, { validate: validator.validate }) name = 'free';
  @Field(() => Number, { min: 0 }) credit = 5;
}

@Document({ collection: 'purses' })
class Purse {
  @Id() id!: ObjectId;
  @Field(() => Number, { min: 0 }) credit = 5;
  @Field() note?: string;
}

/** As it is valid, without its id. */
const valid = {
  ...{ name: 'free', credit: 5, marks: [1, 2], scores: { a: 1 } },
  ...{ plan: { kind: 'free', seats: 1 }, extra: { a: 1 } },
};

describe('A document that is changed while a validator is asked', () => {
  let world: IntegrationApp;
  let users: DocumentRepository<User>;
  let entries: DocumentRepository<Entry>;
  beforeAll(async () => {
    world = await openApp([User, Entry, Purse]);
    users = world.repository(User);
    entries = world.repository(Entry);
  });
  beforeEach(async () => {
    validator.isAccepted = true;
    await world.db.collection('users').deleteMany({});
    await world.db.collection('entries').deleteMany({});
  });
  afterAll(() => world.close());

  const stored = async (collection = 'users') =>
    world.db
      .collection(collection)
      .find({}, { projection: { _id: 0 } })
      .toArray();

  const changes: [string, (user: User) => void, string][] = [
    ['a text that the validator refuses', (user) => void (user.name = 'taken'), 'name'],
    ['a number below its least', (user) => void (user.credit = -5), 'credit'],
    ['an object where a number is declared', (user) => void (user.credit = { $gt: 1 } as never), 'credit'],
    ['an invalid Date', (user) => void (user.born = new Date(NaN)), 'born'],
    ['a text where an array is declared', (user) => void (user.marks = 5 as never), 'marks'],
    ['an element that is added', (user) => void user.marks.push(NaN), 'marks'],
    ['an entry of a map', (user) => void user.scores.set('$b', 2), 'scores'],
    ['a field of an embedded document', (user) => void (user.plan.seats = 0), 'plan'],
    [
      'a key of an untyped value',
      (user) => void ((user.extra as Record<string, unknown>)['$b'] = 1),
      'extra',
    ],
    ['an undeclared key', (user) => void (user.rest = new Map([['$b', 1]])), 'rest'],
  ];

  describe.each(changes)('as by %s', (_title, change) => {
    test('is inserted as it was validated', async () => {
      const user = users.build({});
      await validator.whileAsked(
        () => users.save(user),
        () => {
          change(user);
        },
      );
      expect(await stored()).toEqual([valid]);
    });

    test('is updated as it was validated', async () => {
      const user = await users.save(users.build({}));
      user.name = 'other';
      await validator.whileAsked(
        () => users.save(user),
        () => {
          change(user);
        },
      );
      expect(await stored()).toEqual([{ ...valid, name: 'other' }]);
    });

    test('is inserted with others as it was validated', async () => {
      const user = users.build({});
      const list = [user, users.build({ name: 'second' })];
      await validator.whileAsked(
        () => users.insertMany(list),
        () => {
          change(user);
        },
      );
      expect(await stored()).toEqual([valid, { ...valid, name: 'second' }]);
    });
  });

  test('has that change still to be saved', async () => {
    const user = users.build({});
    await validator.whileAsked(
      () => users.save(user),
      () => void (user.credit = 7),
    );
    expect(users.changes(user).paths).toEqual(['credit']);
    await users.save(user);
    expect(await stored()).toEqual([{ ...valid, credit: 7 }]);
  });

  test.each(changes.slice(1))('is refused by the next save: %s', async (_title, change, field) => {
    const user = users.build({});
    await validator.whileAsked(
      () => users.save(user),
      () => {
        change(user);
      },
    );
    const error = await errorOf(() => users.save(user));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]!.path.split('.')[0]).toBe(field);
  });

  test('is refused for what it was, and keeps no id', async () => {
    validator.isAccepted = false;
    const user = users.build({});
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() =>
        validator.whileAsked(
          () => users.save(user),
          () => void (user.credit = -5),
        ),
      );
      expect(error.issues).toEqual([
        { path: 'name', code: 'custom', message: 'is refused by its validator' },
      ]);
    });
    expect([commands, user.id]).toEqual([[], undefined]);
  });

  test('is given to insertMany as it is when its turn to be validated comes', async () => {
    const [first, second] = [users.build({}), users.build({ name: 'second' })];
    const error = await errorOf(() =>
      validator.whileAsked(
        () => users.insertMany([first, second]),
        () => void (second.credit = -5),
      ),
    );
    expect(error.issues).toEqual([{ path: '1.credit', code: 'min', message: 'should be at least 0' }]);
    expect([first.id, second.id, await stored()]).toEqual([undefined, undefined, []]);
  });

  test('has a version, a number and a time all the same', async () => {
    const entry = entries.build({});
    await validator.whileAsked(
      () => entries.save(entry),
      () => void (entry.credit = -1),
    );
    const [inserted] = await stored('entries');
    expect(inserted).toEqual({
      ...{ name: 'free', credit: 5, version: 1 },
      ...{ number: expect.any(Number), updatedAt: expect.any(Date) },
    });
    entry.credit = 6;
    await validator.whileAsked(
      () => entries.save(entry),
      () => void (entry.credit = NaN),
    );
    const [updated] = await stored('entries');
    expect(updated).toMatchObject({ credit: 6, version: 2 });
    expect(entry.version).toBe(2);
  });

  test('is not written, and keeps its version, where that is all that has changed', async () => {
    const entry = await entries.save(entries.build({}));
    const before = await stored('entries');
    const commands = await world.commandsOf(async () => {
      await validator.whileAsked(
        () => entries.save(entry),
        () => void (entry.credit = 7),
      );
    });
    expect(commands).toEqual([]);
    expect([await stored('entries'), entry.version]).toEqual([before, 1]);
    await entries.save(entry);
    expect((await stored('entries'))[0]).toMatchObject({ credit: 7, version: 2 });
  });

  test('has what receivers of preSavePostValidation change, and nothing of what others have changed', async () => {
    const user = await users.save(users.build({}));
    using _undo = world.bus.connect(preSavePostValidation, User, ({ document }) => {
      document.plan.seats = 9;
      document.scores.set('b', 2);
      document.marks.push(3);
    });
    await validator.whileAsked(
      () => users.save(user),
      () => {
        user.name = 'taken';
        user.plan.kind = 'neither';
        user.scores.set('a', 9);
        user.born = 'now' as never;
      },
    );
    expect(await stored()).toEqual([
      { ...valid, plan: { kind: 'free', seats: 9 }, scores: { a: 1, b: 2 }, marks: [1, 2, 3] },
    ]);
  });

  test('is never stored with what no validator has seen, in whatever turn of its save it is changed', async () => {
    const purses = world.repository(Purse);
    using _undo = world.bus.connect(preSavePostValidation, Purse, ({ document }) => {
      document.note = 'heard';
    });
    for (let turns = 0; turns < 20; turns++) {
      const purse = await purses.save(purses.build({}));
      purse.credit = 6;
      const saving = errorOf(() => purses.save(purse));
      for (let left = turns; left > 0; left--) await Promise.resolve();
      purse.credit = -5;
      await saving;
      expect([5, 6]).toContain((await purses.getById(purse.id)).credit);
    }
  });

  test('is refused where receivers change a field in which others have put what cannot be stored', async () => {
    const user = await users.save(users.build({}));
    using _undo = world.bus.connect(preSavePostValidation, User, ({ document }) => {
      document.plan.seats = 9;
    });
    const error = await errorOf(() =>
      validator.whileAsked(
        () => users.save(user),
        () => void (user.plan.kind = 5 as never),
      ),
    );
    expect(error.issues).toEqual([
      { path: 'plan.kind', code: 'type', message: 'should be string, not number' },
    ]);
    expect(await stored()).toEqual([valid]);
  });

  test('is deleted with the values of instead as they were validated', async () => {
    const user = await users.save(users.build({}));
    const plan = Object.assign(new Plan(), { seats: 3 });
    using _undo = world.bus.connect(preDelete, User, ({ instead }) => {
      instead({ name: 'gone', plan });
    });
    await validator.whileAsked(
      () => users.delete(user),
      () => void (plan.seats = NaN),
    );
    expect(await stored()).toEqual([{ ...valid, name: 'gone', plan: { kind: 'free', seats: 3 } }]);
  });
});

import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Controller, Get, Inject, Injectable, Module, Scope } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import { LazyModuleLoader, REQUEST } from '@nestjs/core';
import { MongoServerError } from 'mongodb';
import {
  DocumentsModule,
  InjectRepository,
  InjectTransactions,
  NotAProviderError,
  Transactional,
  Transactions,
  TransactionRequiredError,
  getConnectionToken,
} from 'nestjs-documents';
import type { Connection, DocumentRepository, PostSave } from 'nestjs-documents';
import { OnPostSave } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications, documents, Person, repositoryOf } from '../../support/world/nest-world.js';
import { capabilities, databaseUri } from '../../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const applications = new Applications();
afterEach(() => applications.close());

/** Which transaction each save belongs to. */
@Injectable()
class Ids {
  readonly seen: (string | undefined)[] = [];
  @OnPostSave(Person) note({ transactionId }: PostSave<Person>): void {
    this.seen.push(transactionId);
  }
}

/** An error after which a transaction is attempted again. */
function conflict(): MongoServerError {
  const error = new MongoServerError({ message: 'conflict', code: 112 });
  error.addErrorLabel('TransientTransactionError');
  return error;
}

const rename = Symbol('rename');

@Injectable()
class People {
  constructor(@InjectRepository(Person) readonly repository: DocumentRepository<Person>) {}

  async save(name: string): Promise<Person> {
    return this.repository.create({ name });
  }
  @Transactional() async two(name: string): Promise<string[]> {
    return [await this.save(name), await this.save(name)].map(({ name: saved }) => saved);
  }
  @Transactional() async [rename](name: string): Promise<void> {
    await this.two(name);
  }
  @Transactional({ propagation: 'requiresNew' }) async apart(name: string): Promise<void> {
    await this.save(name);
  }
  @Transactional({ propagation: 'mandatory' }) async joined(name: string): Promise<void> {
    await this.save(name);
  }
  @Transactional() async both(name: string): Promise<void> {
    await this.joined(name);
    await this.apart(name);
  }
}

@Injectable()
class OtherPeople extends People {
  override async two(name: string): Promise<string[]> {
    return [(await this.save(`${name} of others`)).name];
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientPeople extends People {}

@Injectable({ scope: Scope.REQUEST })
class RequestPeople extends People {
  @Inject(REQUEST) readonly request!: unknown;
}

@Controller('people')
class PeopleController {
  constructor(@Inject(People) readonly people: People) {}
  @Transactional() @Get('above') async above(): Promise<void> {
    await this.people.both('above');
  }
  @Get('below') @Transactional() async below(): Promise<void> {
    await this.people.two('below');
  }
}

async function start(providers: Provider[], controllers: Type[] = []) {
  const app = await applications.start({ imports: documents, providers: [Ids, ...providers], controllers });
  const { db } = app.get<Connection>(getConnectionToken());
  await db.dropDatabase();
  await db.createCollection('people');
  return { app, db, ids: app.get(Ids) };
}

withTransactions('@Transactional() (needs transactions)', () => {
  test.each<[string, Type<People>]>([
    ['a singleton', People],
    ['a transient', TransientPeople],
    ['a request-scoped', RequestPeople],
  ])('runs a method of %s provider in one transaction, and returns what it returns', async (_, type) => {
    const { app, ids } = await start([type]);
    const people = await app.resolve(type);

    expect(await people.two('Ada')).toEqual(['Ada', 'Ada']);
    expect(ids.seen).toEqual([expect.any(String), ids.seen[0]]);
  });

  test('instances of one class have their own', async () => {
    const { app, ids } = await start([TransientPeople]);
    const [first, second] = [await app.resolve(TransientPeople), await app.resolve(TransientPeople)];

    expect(first).not.toBe(second);
    await Promise.all([first.two('Ada'), second.two('Bob')]);
    expect(new Set(ids.seen).size).toBe(2);
  });

  test('rolls back what a method has written that rejects', async () => {
    @Injectable()
    class Failing extends People {
      @Transactional() async fail(): Promise<void> {
        await this.save('Ada');
        throw new Error('no');
      }
    }
    const { app, db } = await start([Failing]);

    expect((await errorOf(() => app.get(Failing).fail())).message).toBe('no');
    expect(await db.collection('people').countDocuments()).toBe(0);
  });

  test('a method that another one calls joins it, also one named by a symbol', async () => {
    const { app, ids } = await start([People]);
    await app.get(People)[rename]('Ada');

    expect(ids.seen).toHaveLength(2);
    expect(new Set(ids.seen).size).toBe(1);
  });

  test('its options are those of the transaction', async () => {
    const { app, ids } = await start([People]);
    const people = app.get(People);
    await people.both('Ada');

    expect(new Set(ids.seen).size).toBe(2);
    expect(await errorOf(() => people.joined('Ada'))).toBeInstanceOf(TransactionRequiredError);
  });

  test('an inherited method is in a transaction; one that overrides it, without the decorator, is in none', async () => {
    const { app, ids } = await start([OtherPeople]);
    const people = app.get(OtherPeople);

    await people.apart('Ada');
    expect(ids.seen).toEqual([expect.any(String)]);
    expect(await people.two('Bob')).toEqual(['Bob of others']);
    expect(ids.seen).toEqual([expect.any(String), undefined]);
  });

  test('a method that overrides one calls it in its own transaction', async () => {
    @Injectable()
    class Careful extends People {
      @Transactional() override async two(name: string): Promise<string[]> {
        await this.save('before');
        return super.two(name);
      }
    }
    const { app, ids } = await start([Careful]);
    await app.get(Careful).two('Ada');

    expect(ids.seen).toHaveLength(3);
    expect(new Set(ids.seen).size).toBe(1);
  });

  test.each(['above', 'below'])(
    'stands %s @Get() on a method of a controller, which stays a route',
    async (path) => {
      const { app, ids } = await start([People], [PeopleController]);
      await app.listen(0, '127.0.0.1');
      const response = await fetch(`${await app.getUrl()}/people/${path}`);

      expect(response.status).toBe(200);
      expect(ids.seen).toEqual([expect.any(String), expect.any(String)]);
    },
  );

  test('documents among the arguments, also in lists, are as they were at each attempt', async () => {
    const seen: string[][] = [];
    @Injectable()
    class Doubling extends People {
      @Transactional() async double(one: Person, more: readonly Person[], text: string): Promise<string> {
        const all = [one, ...more];
        seen.push(all.map(({ name }) => name));
        for (const each of all) {
          each.name += each.name;
          await this.repository.save(each);
        }
        if (seen.length < 3) throw conflict();
        return text;
      }
    }
    const { app, db } = await start([Doubling]);
    const people = app.get(Doubling);
    const [one, two, three] = [await people.save('a'), await people.save('b'), await people.save('c')];

    expect(await people.double(one, [two, three], 'done')).toBe('done');
    expect(seen).toEqual(Array.from({ length: 3 }, () => ['a', 'b', 'c']));
    expect([one, two, three].map(({ name }) => name)).toEqual(['aa', 'bb', 'cc']);
    const stored = await db.collection('people').find().sort({ name: 1 }).toArray();
    expect(stored.map(({ name }) => name)).toEqual(['aa', 'bb', 'cc']);
  });

  test('refuses to be called on an object that was made with new', async () => {
    const { app, ids } = await start([People]);
    const made = new People(repositoryOf(app, Person));

    expect(await errorOf(() => made.two('Ada'))).toBeInstanceOf(NotAProviderError);
    expect(ids.seen).toEqual([]);
  });

  test('a connection is chosen by its name', async () => {
    const other = { connection: 'other', uri: databaseUri() };
    @Injectable()
    class Archive {
      constructor(
        @InjectTransactions('other') readonly transactions: Transactions,
        @InjectRepository(Person, 'other') readonly people: DocumentRepository<Person>,
      ) {}
      @Transactional({ connection: 'other' }) async ids(): Promise<(string | undefined)[]> {
        const joined = { propagation: 'mandatory' } as const;
        return [await this.transactions.run(({ id }) => id, joined)];
      }
    }
    const app = await applications.start({
      imports: [...documents, DocumentsModule.forRoot(other), DocumentsModule.forFeature([Person], 'other')],
      providers: [Archive],
    });

    expect(await app.get(Archive).ids()).toEqual([expect.any(String)]);
    expect(app.get(Archive).transactions).not.toBe(app.get(Transactions));
  });

  test('two applications of one process have their own', async () => {
    const [first, second] = [await start([People]), await start([People])];
    await second.app.get(People).two('Ada');
    await first.app.get(People).two('Bob');

    expect([first.ids.seen.length, second.ids.seen.length]).toEqual([2, 2]);
    expect(first.ids.seen[0]).not.toBe(second.ids.seen[0]);
  });

  test('works where the connection is made by forRootAsync', async () => {
    const uri = databaseUri();
    const app = await applications.start({
      imports: [
        DocumentsModule.forRootAsync({ useFactory: async () => ({ uri }) }),
        DocumentsModule.forFeature([Person]),
      ],
      providers: [People, Ids],
    });
    const { db } = app.get<Connection>(getConnectionToken());
    await db.createCollection('people');
    await app.get(People).two('Ada');

    expect(app.get(Ids).seen).toEqual([expect.any(String), expect.any(String)]);
    await db.dropDatabase();
  });

  test('works in a module that is loaded later', async () => {
    @Module({ imports: [DocumentsModule.forFeature([Person])], providers: [People] })
    class LateModule {}
    const { app, ids } = await start([]);
    const late = await app.get(LazyModuleLoader).load(() => LateModule);
    await late.get(People).two('Ada');

    expect(ids.seen).toEqual([expect.any(String), ids.seen[0]]);
  });
});

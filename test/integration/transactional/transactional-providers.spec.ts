import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Controller, Get, Inject, Injectable, Module, Scope, UseGuards } from '@nestjs/common';
import type { CanActivate, INestApplication, ModuleMetadata, Provider } from '@nestjs/common';
import { APP_GUARD, LazyModuleLoader } from '@nestjs/core';
import {
  DocumentRepository,
  DocumentsModule,
  getConnectionToken,
  getRepositoryToken,
  InjectRepository,
  repositoryOf,
  Transactional,
} from 'nestjs-documents';
import type { Connection } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications, documents, Person } from '../../support/world/nest-world.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const applications = new Applications();
afterEach(() => applications.close());

interface Adder {
  addAll(names: readonly string[]): Promise<void>;
}

/** Adds people, all of them or none. */
@Injectable()
class People implements Adder {
  constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}

  @Transactional() async addAll(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (name === '') throw new Error('no name');
      await this.people.create({ name });
    }
  }
}

@Injectable()
class PersonRepository extends repositoryOf(Person) implements Adder {
  @Transactional() async addAll(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (name === '') throw new Error('no name');
      await this.create({ name });
    }
  }
}
@Injectable()
class HeirRepository extends PersonRepository {}

const people = getRepositoryToken(Person);
const made = (repository: DocumentRepository<Person>): People => new People(repository);

async function start(metadata: ModuleMetadata): Promise<INestApplication> {
  const app = await applications.start({ ...metadata, imports: metadata.imports ?? documents });
  const { db } = app.get<Connection>(getConnectionToken());
  await db.dropDatabase();
  await db.createCollection('people');
  return app;
}

async function count(app: INestApplication): Promise<number> {
  return app.get<Connection>(getConnectionToken()).db.collection('people').countDocuments();
}

async function assertAllOrNothing(app: INestApplication, adder: Adder): Promise<void> {
  await adder.addAll(['a', 'b']);
  expect((await errorOf(() => adder.addAll(['c', '']))).message).toBe('no name');
  expect(await count(app)).toBe(2);
}

withTransactions('A @Transactional() method (needs transactions)', () => {
  test.each([PersonRepository, HeirRepository])('runs in one where it is of %O', async (repository) => {
    const app = await start({ providers: [repository] });

    await assertAllOrNothing(app, app.get<Adder>(repository));
  });

  test.each<[string, Provider]>([
    ['useClass', { provide: 'adder', useClass: People }],
    ['useFactory', { provide: 'adder', useFactory: made, inject: [people] }],
    [
      'an asynchronous useFactory',
      { provide: 'adder', useFactory: async (given: never) => made(given), inject: [people] },
    ],
    [
      'a request-scoped useFactory',
      { provide: 'adder', useFactory: made, inject: [people], scope: Scope.REQUEST },
    ],
    [
      'a transient useFactory',
      { provide: 'adder', useFactory: made, inject: [people], scope: Scope.TRANSIENT },
    ],
    [
      'a Proxy',
      {
        provide: 'adder',
        useFactory: (given: never) => new Proxy(made(given), {}),
        inject: [people],
      },
    ],
  ])('runs in one where its provider is made by %s', async (_how, provider) => {
    const app = await start({ providers: [provider] });

    await assertAllOrNothing(app, await app.resolve<Adder>('adder'));
  });

  test('runs in one where its object is injected into a class by a transient factory', async () => {
    @Injectable()
    class Holder {
      constructor(@Inject('adder') readonly adder: Adder) {}
    }
    const provider = { provide: 'adder', useFactory: made, inject: [people], scope: Scope.TRANSIENT };
    const app = await start({ providers: [provider, Holder] });

    await assertAllOrNothing(app, app.get(Holder).adder);
  });

  test('runs in one where it is called through a Proxy or a frozen object', async () => {
    @Injectable()
    class Frozen extends People {
      constructor(@InjectRepository(Person) repository: DocumentRepository<Person>) {
        super(repository);
        Object.freeze(this);
      }
    }
    const app = await start({ providers: [People, Frozen] });

    await assertAllOrNothing(app, new Proxy(app.get(People), {}));
    await app.get(Frozen).addAll(['d']);
    expect(await count(app)).toBe(3);
  });

  test('runs in one where it is of a guard', async () => {
    @Injectable()
    class Guard extends People implements CanActivate {
      async canActivate(): Promise<boolean> {
        const error = await errorOf(() => this.addAll(['a', '']));
        return error.message === 'no name';
      }
    }
    @UseGuards(Guard)
    @Controller('guarded')
    class Guarded {
      @Get() get(): string {
        return 'there';
      }
    }
    const app = await start({ controllers: [Guarded], providers: [{ provide: APP_GUARD, useClass: Guard }] });
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/guarded`);

    expect([response.status, await count(app)]).toEqual([200, 0]);
  });

  test('runs in one where its module is imported twice, or loaded later', async () => {
    class FeatureModule {
      static of(token: string) {
        return {
          module: FeatureModule,
          imports: [DocumentsModule.forFeature([Person])],
          providers: [People, { provide: token, useFactory: made, inject: [people] }],
          exports: [token],
        };
      }
    }
    @Module({
      imports: [DocumentsModule.forFeature([Person])],
      providers: [{ provide: 'late', useFactory: made, inject: [people] }],
    })
    class LateModule {}
    const app = await start({ imports: [...documents, FeatureModule.of('one'), FeatureModule.of('two')] });
    const late = await app.get(LazyModuleLoader).load(() => LateModule);

    for (const adder of [app.get<Adder>('one'), app.get<Adder>('two'), late.get<Adder>('late')])
      expect((await errorOf(() => adder.addAll(['a', '']))).message).toBe('no name');
    expect(await count(app)).toBe(0);
  });
});

describe('A @Transactional() method of a factory', () => {
  test('is refused at the start if it names a connection that there is not', async () => {
    class Archive {
      @Transactional({ connection: 'archive' }) async write() {}
    }
    const provider = { provide: 'archive', useFactory: () => new Archive() };
    const error = await errorOf(() => applications.start({ imports: documents, providers: [provider] }));

    expect([error.code, error.connection]).toEqual(['UNKNOWN_CONNECTION', 'archive']);
  });
});

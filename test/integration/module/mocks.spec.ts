import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModule, TestingModuleBuilder } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentRepository,
  DocumentsModule,
  Field,
  getConnectionToken,
  getRepositoryToken,
  getTransactionsToken,
  Id,
  InjectRepository,
  OnCommit,
  OnPostSave,
  OnRollback,
  repositoryOf,
  Transactional,
  Transactions,
} from 'nestjs-documents';
import { stubConnection } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { ClientCount, KeptLog, Person, uri } from '../../support/world/nest-world.js';

@Document()
class Stranger {
  @Id() id!: ObjectId;
}
@Document()
class Member extends Person {
  @Field() since?: number;
}
@Injectable()
class PersonRepository extends repositoryOf(Person) {
  @Transactional() async first(): Promise<Person | null> {
    return this.findOne({});
  }
}

@Injectable()
class PersonService {
  constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}
  first() {
    return this.people.findOne({});
  }
  @Transactional() async firstInTransaction() {
    return this.people.findOne({});
  }
}
@Injectable()
class PersonListener {
  @OnPostSave(Person) hear() {}
  @OnPostSave(Member) hearMembers() {}
  @OnPostSave() hearAll() {}
}
@Injectable()
class StrangerListener {
  @OnPostSave(Stranger) hear() {}
}
@Module({ imports: [DocumentsModule.forFeature([Person])], providers: [PersonService, PersonListener] })
class PersonModule {}

const mock = { findOne: async () => ({ name: 'Mock' }) };
const root = DocumentsModule.forRoot({ uri });
const personToken = getRepositoryToken(Person);

/** Starts, works, and ends; no client was made. */
async function withoutServer(
  metadata: ModuleMetadata,
  change: (builder: TestingModuleBuilder) => TestingModuleBuilder,
  work: (app: TestingModule) => unknown,
): Promise<void> {
  const clients = new ClientCount();
  try {
    const app = await change(Test.createTestingModule(metadata).setLogger(new KeptLog())).compile();
    await app.init();
    try {
      await work(app);
    } finally {
      await app.close();
    }
    expect(clients.connected).toBe(0);
  } finally {
    clients.stop();
  }
}

describe('An application starts without a server, with listeners and @Transactional() methods,', () => {
  const overridden = (builder: TestingModuleBuilder) => builder.overrideProvider(personToken).useValue(mock);

  test('where repositories are replaced and no connection is imported', async () => {
    await withoutServer({ imports: [PersonModule] }, overridden, async (app) => {
      expect(await app.get(PersonService).first()).toEqual({ name: 'Mock' });
    });
  });

  test('and says at a call in a transaction that there is no connection', async () => {
    await withoutServer({ imports: [PersonModule] }, overridden, async (app) => {
      const error = await errorOf(() => app.get(PersonService).firstInTransaction());
      expect(error.code).toBe('UNKNOWN_CONNECTION');
    });
  });

  test('where repositories and the connection are replaced', async () => {
    const change = (builder: TestingModuleBuilder) =>
      overridden(builder).overrideProvider(getConnectionToken()).useValue({});
    await withoutServer({ imports: [root, PersonModule] }, change, async (app) => {
      expect(await app.get(PersonService).first()).toEqual({ name: 'Mock' });
    });
  });

  test('where only the connection is replaced, also with repositories of its own', async () => {
    const change = (builder: TestingModuleBuilder) =>
      builder.overrideProvider(getConnectionToken()).useValue({ name: 'default' });
    const providers = [PersonListener, PersonRepository];
    const imports = [root, DocumentsModule.forFeature([Person])];
    await withoutServer({ imports, providers }, change, (app) => {
      expect(app.get(PersonRepository)).toBeInstanceOf(DocumentRepository);
    });
  });

  test('where repositories and transactions are replaced, whether or not a connection is imported', async () => {
    const transactions = { run: async (work: () => unknown) => work() };
    const change = (builder: TestingModuleBuilder) =>
      overridden(builder)
        .overrideProvider(getConnectionToken())
        .useValue({})
        .overrideProvider(Transactions)
        .useValue(transactions);
    for (const imports of [[PersonModule], [root, PersonModule]]) {
      await withoutServer({ imports }, change, async (app) => {
        expect(await app.get(PersonService).firstInTransaction()).toEqual({ name: 'Mock' });
      });
    }
  });

  test('where a repository of its own class is replaced, and the one that it works with', async () => {
    const change = (builder: TestingModuleBuilder) =>
      overridden(builder).overrideProvider(PersonRepository).useValue(mock);
    const metadata = { imports: [DocumentsModule.forFeature([Person])], providers: [PersonRepository] };
    await withoutServer(metadata, change, async (app) => {
      expect(await app.get(PersonRepository).findOne()).toEqual({ name: 'Mock' });
    });
  });

  test('where a repository of its own class is left, and refuses what it works with no more', async () => {
    const metadata = { imports: [DocumentsModule.forFeature([Person])], providers: [PersonRepository] };
    await withoutServer(metadata, overridden, async (app) => {
      expect((await errorOf(() => app.get(PersonRepository).findOne())).code).toBe('REPOSITORY_NOT_READY');
    });
  });

  test('where they are of a named connection', async () => {
    @Injectable()
    class Archive {
      constructor(@InjectRepository(Person, 'archive') readonly people: DocumentRepository<Person>) {}
      @Transactional({ connection: 'archive' }) async first() {
        return this.people.findOne({});
      }
    }
    const change = (builder: TestingModuleBuilder) =>
      builder
        .overrideProvider(getRepositoryToken(Person, 'archive'))
        .useValue(mock)
        .overrideProvider(getTransactionsToken('archive'))
        .useValue({ run: async (work: () => unknown) => work() });
    const imports = [DocumentsModule.forFeature([Person], 'archive')];
    await withoutServer({ imports, providers: [Archive, PersonListener] }, change, async (app) => {
      expect(await app.get(Archive).first()).toEqual({ name: 'Mock' });
    });
  });

  test('where a service stands alone with its mocks', async () => {
    const providers = [
      PersonService,
      { provide: personToken, useValue: mock },
      { provide: Transactions, useValue: { run: async (work: () => unknown) => work() } },
    ];
    const same = (builder: TestingModuleBuilder) => builder;
    await withoutServer({ providers }, same, async (app) => {
      expect(await app.get(PersonService).firstInTransaction()).toEqual({ name: 'Mock' });
    });
  });
});

describe('An application with stubConnection()', () => {
  const stubbed = (builder: TestingModuleBuilder) =>
    builder.overrideProvider(getConnectionToken()).useValue(stubConnection());

  test('runs @Transactional() methods for real, and tells of their ends', async () => {
    const ends: string[] = [];
    @Injectable()
    class TransferService {
      @Transactional() async transfer(amount: number) {
        if (amount < 0) throw new Error('negative');
        return amount;
      }
      @OnCommit() committed() {
        ends.push('commit');
      }
      @OnRollback() rolledBack() {
        ends.push('rollback');
      }
    }
    const metadata = { imports: [root, PersonModule], providers: [TransferService] };

    await withoutServer(metadata, stubbed, async (app) => {
      const transfers = app.get(TransferService);
      expect(await transfers.transfer(7)).toBe(7);
      await expect(transfers.transfer(-7)).rejects.toThrow('negative');
    });

    expect(ends).toEqual(['commit', 'rollback']);
  });

  test('says what to replace where a repository would ask the server', async () => {
    await withoutServer({ imports: [root, PersonModule] }, stubbed, async (app) => {
      const error = await errorOf(() => app.get(PersonService).first());
      expect(error.message).toMatch(/^db\.\w+ was called on stubConnection\(\), which has no server\./);
    });
  });
});

describe('An application with mocks does not start', () => {
  test('where a listener is for a class that nobody registers', async () => {
    const change = (builder: TestingModuleBuilder) => builder.overrideProvider(personToken).useValue(mock);
    const starting = withoutServer(
      { imports: [PersonModule], providers: [StrangerListener] },
      change,
      () => {},
    );

    expect((await errorOf(() => starting)).message).toBe(
      'StrangerListener.hear listens to Stranger, but Stranger is not registered. It would never be called. ' +
        'Add it to DocumentsModule.forFeature([Stranger]).',
    );
  });

  test('where a repository is left that has no connection', async () => {
    const change = (builder: TestingModuleBuilder) => builder.overrideProvider(personToken).useValue(mock);
    const imports = [PersonModule, DocumentsModule.forFeature([Stranger])];
    const starting = withoutServer({ imports }, change, () => {});

    expect((await errorOf(() => starting)).code).toBe('UNKNOWN_CONNECTION');
  });
});

describe('An application with another connection does not start', () => {
  test('where a method is in transactions of a connection that there is not', async () => {
    const imports = [
      DocumentsModule.forRoot({ uri, connection: 'archive' }),
      DocumentsModule.forFeature([Person], 'archive'),
    ];
    @Injectable()
    class Writer {
      @Transactional() async write() {}
    }
    const error = await errorOf(async () => {
      const app = await Test.createTestingModule({ imports, providers: [Writer] })
        .setLogger(new KeptLog())
        .compile();
      await app.init();
    });

    expect([error.code, error.connection]).toEqual(['UNKNOWN_CONNECTION', 'default']);
  });
});

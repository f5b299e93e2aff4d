import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable, Module, Scope } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  DocumentsModule,
  getConnectionToken,
  InjectRepository,
  OnPreSave,
  preSave,
  SignalBus,
} from 'nestjs-documents';
import { DocumentRepository } from 'nestjs-documents';
import {
  Applications,
  ClientCount,
  documents,
  KeptLog,
  Person,
  savePerson,
  storedPerson,
  uri,
} from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const heard: object[] = [];
beforeEach(() => void (heard.length = 0));

@Injectable()
class PersonListener {
  @OnPreSave(Person) hear() {
    heard.push(this);
  }
}

async function start(metadata: ModuleMetadata) {
  const log = new KeptLog();
  const app = await applications.start(
    { ...metadata, imports: [...documents, ...(metadata.imports ?? [])] },
    (b) => b.setLogger(log),
  );
  return { app, log };
}

describe('A listener whose provider is reached by several modules', () => {
  test('is called once where one module exports it and two import it', async () => {
    @Module({ providers: [PersonListener], exports: [PersonListener] })
    class ListenerModule {}
    @Module({ imports: [ListenerModule] })
    class First {}
    @Module({ imports: [ListenerModule], exports: [ListenerModule] })
    class Second {}
    const { app, log } = await start({ imports: [First, Second] });

    await savePerson(app, 'Ada');

    expect([heard.length, log.warnings]).toEqual([1, []]);
  });

  test('is called once where a module is imported twice', async () => {
    @Module({ providers: [PersonListener] })
    class ListenerModule {}
    const { app } = await start({ imports: [ListenerModule, ListenerModule] });

    await savePerson(app, 'Ada');

    expect(heard).toHaveLength(1);
  });

  test('is called once where other tokens are aliases of it', async () => {
    const { app, log } = await start({
      providers: [
        { provide: 'first alias', useExisting: PersonListener },
        PersonListener,
        { provide: 'second alias', useExisting: PersonListener },
      ],
    });

    await savePerson(app, 'Ada');

    expect([heard.length, log.warnings]).toEqual([1, []]);
  });

  test('is called once where one object is the value of two modules', async () => {
    const useValue = new PersonListener();
    @Module({ providers: [{ provide: 'listener', useValue }] })
    class First {}
    @Module({ providers: [{ provide: 'listener', useValue }] })
    class Second {}
    const { app, log } = await start({ imports: [First, Second] });

    await savePerson(app, 'Ada');

    expect([heard, log.warnings]).toEqual([[useValue], []]);
  });
});

describe('A listener class that two modules provide', () => {
  @Module({ providers: [PersonListener] })
  class PeopleModule {}
  @Module({ providers: [PersonListener] })
  class AuditModule {}

  test('is called once on each instance', async () => {
    const { app } = await start({ imports: [PeopleModule, AuditModule] });

    await savePerson(app, 'Ada');

    expect([heard.length, new Set(heard).size]).toEqual([2, 2]);
  });

  test('logs a warning that names both modules', async () => {
    const { log } = await start({ imports: [PeopleModule, AuditModule] });

    expect(log.warnings).toEqual([
      'PersonListener is provided by PeopleModule and by AuditModule: it has two instances, and the listeners of both are called. ' +
        'If this is not intended, provide it in one module and export it there.',
    ]);
  });

  test('logs no warning where a module is configured twice', async () => {
    @Module({})
    class Configurable {
      static of(value: string) {
        return { module: Configurable, providers: [PersonListener, { provide: 'value', useValue: value }] };
      }
    }
    const { app, log } = await start({ imports: [Configurable.of('a'), Configurable.of('b')] });

    await savePerson(app, 'Ada');

    expect([new Set(heard).size, log.warnings]).toEqual([2, []]);
  });

  test('is called once in each module for one context where it is request-scoped', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class RequestListener extends PersonListener {}
    @Module({ providers: [RequestListener] })
    class First {}
    @Module({ providers: [RequestListener] })
    class Second {}
    const { app } = await start({ imports: [First, Second] });
    const context = Object.freeze({});

    await savePerson(app, 'Ada', context);
    await savePerson(app, 'Bob', context);

    expect([heard.length, new Set(heard).size]).toEqual([4, 2]);
  });
});

describe('Listener classes of their own in two modules', () => {
  @Injectable()
  class OtherListener {
    @OnPreSave(Person) hear() {
      heard.push(this);
    }
  }

  test('log no warning where they are values', async () => {
    @Module({ providers: [{ provide: 'listener', useValue: new PersonListener() }] })
    class First {}
    @Module({ providers: [{ provide: 'listener', useValue: new OtherListener() }] })
    class Second {}

    const { log } = await start({ imports: [First, Second] });

    expect(log.warnings).toEqual([]);
  });

  test('log a warning where factories make the same class', async () => {
    @Module({ providers: [{ provide: 'listener', useFactory: () => new PersonListener() }] })
    class First {}
    @Module({ providers: [{ provide: 'listener', useFactory: () => new PersonListener() }] })
    class Second {}

    const { log } = await start({ imports: [First, Second] });

    expect(log.warnings).toEqual([
      expect.stringContaining('PersonListener is provided by First and by Second:'),
    ]);
  });
});

describe('DocumentsModule.forRoot', () => {
  test('is an error at start when it is called twice for one connection, and leaves none open', async () => {
    const clients = new ClientCount();
    const start = Test.createTestingModule({
      imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forRoot({ uri })],
    }).compile();

    await expect(start).rejects.toMatchObject({
      code: 'DUPLICATE_CONNECTION',
      message:
        'The connection "default" is created twice. Two DocumentsModule.forRoot of this application have that name. ' +
        `Call forRoot once, or name the second one: forRoot({ connection: 'other' }).`,
    });
    clients.stop();
    expect([clients.connected, clients.open]).toEqual([1, 0]);
  });

  test('makes one connection where two modules import the same one', async () => {
    const root = DocumentsModule.forRoot({ uri });
    @Module({ imports: [root] })
    class First {}
    @Module({ imports: [root] })
    class Second {}
    const clients = new ClientCount();

    const app = await applications.start({ imports: [First, Second] });

    clients.stop();
    expect([clients.connected, typeof app.get(getConnectionToken())]).toEqual([1, 'object']);
  });
});

describe('DocumentsModule.forFeature of one class in two modules', () => {
  @Module({ imports: [DocumentsModule.forFeature([Person])] })
  class First {
    constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}
  }
  @Module({ imports: [DocumentsModule.forFeature([Person])] })
  class Second {
    constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}
  }

  test('lets the repository of one save what that of the other loaded', async () => {
    const { app } = await start({ imports: [First, Second] });
    const { id } = await savePerson(app, 'Ada');
    const person = await app.get(First).people.getById(id);
    person.name = 'Bob';

    await app.get(Second).people.save(person);

    expect(await storedPerson(app, id)).toEqual({ _id: id, name: 'Bob' });
  });

  test('calls a listener once', async () => {
    const { app } = await start({ imports: [First, Second], providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toHaveLength(1);
    expect(app.get(SignalBus).receiversOf(preSave, Person)).toHaveLength(1);
  });
});

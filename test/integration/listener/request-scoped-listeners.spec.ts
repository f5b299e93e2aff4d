import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Controller, Get, Inject, Injectable, Req, Scope } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import { InjectRepository, OnPostSave, OnPreSave } from 'nestjs-documents';
import { DocumentRepository } from 'nestjs-documents';
import { Applications, documents, Person, savePerson } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

/** The instances that were called, in order, with the request injected into each. */
const heard: { readonly instance: object; readonly request: unknown }[] = [];
beforeEach(() => void (heard.length = 0));
const instances = () => new Set(heard.map(({ instance }) => instance)).size;

@Injectable({ scope: Scope.REQUEST })
class RequestListener {
  constructor(@Inject(REQUEST) private readonly request: unknown) {}

  @OnPreSave(Person) before() {
    heard.push({ instance: this, request: this.request });
  }
  @OnPostSave(Person) after() {
    heard.push({ instance: this, request: this.request });
  }
}

describe('A request-scoped listener', () => {
  const start = (parts: ModuleMetadata = {}) =>
    applications.start({ imports: documents, providers: [RequestListener], ...parts });

  test('is made when the first signal is sent', async () => {
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Counted {
      constructor() {
        made++;
      }
      @OnPreSave(Person) hear() {}
    }
    const app = await start({ providers: [Counted] });
    const madeAtStart = made;

    await savePerson(app, 'Ada');

    expect([madeAtStart, made]).toEqual([0, 1]);
  });

  test('has one instance for the signals of an operation', async () => {
    const app = await start();

    await savePerson(app, 'Ada');

    expect([heard.length, instances()]).toEqual([2, 1]);
  });

  test('has a new instance for each operation without a context', async () => {
    const app = await start();

    await savePerson(app, 'Ada');
    await savePerson(app, 'Bob');

    expect([heard.length, instances()]).toEqual([4, 2]);
  });

  test('has one instance for the operations with the same frozen context', async () => {
    const app = await start();
    const context = Object.freeze({ user: 'ada' });

    await savePerson(app, 'Ada', context);
    await savePerson(app, 'Bob', context);

    expect([heard.length, instances()]).toEqual([4, 1]);
  });

  test('has one instance for operations of the same frozen context at the same time', async () => {
    const app = await start();
    const context = Object.freeze({ user: 'ada' });

    await Promise.all([savePerson(app, 'Ada', context), savePerson(app, 'Bob', context)]);

    expect([heard.length, instances()]).toEqual([4, 1]);
  });

  test('has instances of their own for equal contexts', async () => {
    const app = await start();

    await savePerson(app, 'Ada', Object.freeze({ user: 'ada' }));
    await savePerson(app, 'Bob', Object.freeze({ user: 'ada' }));

    expect([heard.length, instances()]).toEqual([4, 2]);
  });

  test('is injected the frozen context as REQUEST', async () => {
    const app = await start();
    const context = Object.freeze({ user: 'ada' });

    await savePerson(app, 'Ada', context);

    expect(heard[0]?.request).toBe(context);
  });

  test('is injected an empty context as REQUEST where the caller passed none', async () => {
    const app = await start();

    await savePerson(app, 'Ada');

    expect(heard[0]?.request).toEqual({});
  });

  test('is called where the provider is a controller', async () => {
    @Controller({ path: 'people', scope: Scope.REQUEST })
    class RequestController extends RequestListener {}
    const app = await start({ providers: [], controllers: [RequestController] });

    await savePerson(app, 'Ada', Object.freeze({}));

    expect([heard.length, instances(), heard[0]?.instance]).toEqual([2, 1, expect.any(RequestController)]);
  });
});

describe('A listener that injects something request-scoped', () => {
  @Injectable({ scope: Scope.REQUEST })
  class CurrentUser {
    constructor(@Inject(REQUEST) readonly context: { readonly user?: string }) {}
  }
  @Injectable()
  class Stamp {
    constructor(private readonly current: CurrentUser) {}

    @OnPreSave(Person) before() {
      heard.push({ instance: this, request: this.current.context.user });
    }
  }

  test('is one for each context too', async () => {
    const app = await applications.start({ imports: documents, providers: [CurrentUser, Stamp] });
    const context = Object.freeze({ user: 'ada' });

    await savePerson(app, 'Ada', context);
    await savePerson(app, 'Bob', context);
    await savePerson(app, 'Cy', { user: 'cy' });

    expect(heard.map(({ request }) => request)).toEqual(['ada', 'ada', 'cy']);
    expect(instances()).toBe(2);
  });
});

describe('A request-scoped listener whose context holds a request of Nest', () => {
  @Controller('requests')
  class RequestScopedController {
    constructor(
      private readonly listener: RequestListener,
      @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    ) {}

    @Get() async save(@Req() request: object) {
      const person = this.people.build({ name: 'Ada' });
      await this.people.save(person, { context: { request } });
      await this.people.save(person, { context: { request } });
      return {
        isShared: heard.every(({ instance }) => instance === this.listener),
        isRequest: heard.every((each) => each.request === request),
        calls: heard.length,
      };
    }
  }
  @Controller('singletons')
  class SingletonController {
    constructor(@InjectRepository(Person) private readonly people: DocumentRepository<Person>) {}

    @Get() async save(@Req() request: object) {
      const context = Object.freeze({ request });
      await this.people.create({ name: 'Ada' }, { context });
      return { isContext: heard.every((each) => each.request === context), instances: instances() };
    }
  }

  const answerTo = async (path: string): Promise<unknown> => {
    const app = await applications.start({
      imports: documents,
      providers: [RequestListener],
      controllers: [RequestScopedController, SingletonController],
    });
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
    return (await fetch(`http://127.0.0.1:${port}/${path}`)).json();
  };

  test('is the instance of that request', async () => {
    expect(await answerTo('requests')).toEqual({ isShared: true, isRequest: true, calls: 4 });
  });

  test('is one of the context where nothing else of the request is request-scoped', async () => {
    expect(await answerTo('singletons')).toEqual({ isContext: true, instances: 1 });
  });

  test('shares nothing with another request', async () => {
    await answerTo('requests');
    const first = new Set(heard.map(({ instance }) => instance));
    heard.length = 0;

    await answerTo('requests');

    expect(heard.filter(({ instance }) => first.has(instance))).toEqual([]);
  });
});

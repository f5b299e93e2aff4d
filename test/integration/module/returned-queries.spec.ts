import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable, Scope } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import {
  DocumentsModule,
  OnCommit,
  OnPostInit,
  OnPostSave,
  OnPreInit,
  OnPreSave,
  OnSignalError,
  PostSignalError,
  Transactions,
} from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import {
  Applications,
  documents,
  Person,
  savePerson,
  storedPerson,
  uri,
} from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

/** How often queries of a query builder were sent: one is sent by its `then`, each time. */
let sent = 0;
afterEach(() => void (sent = 0));
const query = (): PromiseLike<number> => ({
  then(resolve, reject) {
    sent++;
    return Promise.resolve(sent).then(resolve, reject);
  },
});

/** A query that refuses to be sent again. */
const sentOnce = (): PromiseLike<number> => {
  let isSent = false;
  return {
    then(resolve, reject) {
      const answer = isSent ? Promise.reject<number>(new Error('was sent before')) : Promise.resolve(1);
      isSent = true;
      return answer.then(resolve, reject);
    },
  };
};

describe('A query that a listener returns is sent once', () => {
  @Injectable()
  class PreSaveListener {
    @OnPreSave(Person) write() {
      return query();
    }
  }
  @Injectable()
  class PostSaveListener {
    @OnPostSave(Person) write() {
      return query();
    }
  }
  @Injectable()
  class LoggedListener {
    @OnPostSave(Person, { onError: 'log' }) write() {
      return query();
    }
  }
  @Injectable()
  class AfterCommitListener {
    @OnPostSave(Person, { phase: 'afterCommit' }) write() {
      return query();
    }
  }
  @Injectable({ scope: Scope.REQUEST })
  class RequestListener {
    @OnPreSave(Person) write() {
      return query();
    }
  }
  @Injectable()
  class AsynchronousListener {
    @OnPreSave(Person) async write() {
      return query();
    }
  }
  @Injectable()
  class OfEveryClass {
    @OnPostSave() write() {
      return query();
    }
  }

  test.each<[string, Type]>([
    ['preSave', PreSaveListener],
    ['postSave', PostSaveListener],
    ["postSave with { onError: 'log' }", LoggedListener],
    ['postSave after the commit', AfterCommitListener],
    ['preSave in a request-scoped provider', RequestListener],
    ['preSave in an asynchronous method', AsynchronousListener],
    ['postSave of every class', OfEveryClass],
  ])('on %s', async (_where, listener) => {
    const app = await applications.start({ imports: documents, providers: [listener] });
    for (const name of ['Ada', 'Bob', 'Cid']) await savePerson(app, name);

    expect(sent).toBe(3);
  });

  test('on preSave, however often the listener was called before', async () => {
    let isQuery = false;
    @Injectable()
    class Listener {
      @OnPreSave(Person) write() {
        return isQuery ? query() : undefined;
      }
    }
    const app = await applications.start({ imports: documents, providers: [Listener] });
    for (let count = 0; count < 25; count++) await savePerson(app, 'Ada');
    isQuery = true;
    await savePerson(app, 'Bob');

    expect(sent).toBe(1);
  });

  test('after the commit of a transaction, and on postCommit', async () => {
    @Injectable()
    class Listener extends AfterCommitListener {
      @OnCommit() told() {
        return query();
      }
    }
    const app = await applications.start({ imports: documents, providers: [Listener] });
    await app.get(Transactions).run(() => savePerson(app, 'Ada'));

    expect(sent).toBe(2);
  });

  test('where errors are told', async () => {
    @Injectable()
    class Failing {
      @OnPostSave(Person, { onError: 'log' }) fail() {
        throw new Error('no paper');
      }
      @OnSignalError() told() {
        return query();
      }
    }
    const app = await applications.start({ imports: documents, providers: [Failing] });
    await savePerson(app, 'Ada');
    await applications.stop(app);

    expect(sent).toBe(1);
  });

  test('and may be one that cannot be sent again', async () => {
    @Injectable()
    class Listener {
      @OnPreSave(Person) before() {
        return sentOnce();
      }
      @OnPostSave(Person) after() {
        return sentOnce();
      }
    }
    const app = await applications.start({ imports: documents, providers: [Listener] });
    const ada = await savePerson(app, 'Ada');

    expect(await storedPerson(app, ada.id)).toMatchObject({ name: 'Ada' });
  });
});

describe('What a listener returns', () => {
  test('is an error of the listener if its then cannot be read', async () => {
    @Injectable()
    class Listener {
      @OnPostSave(Person) write() {
        return {
          get then() {
            throw new Error('not now');
          },
        };
      }
    }
    const app = await applications.start({ imports: documents, providers: [Listener] });
    const error = (await errorOf(() => savePerson(app, 'Ada'))) as PostSignalError;

    expect(error).toBeInstanceOf(PostSignalError);
    expect(error.failures.map(({ error: own }) => (own as Error).message)).toEqual(['not now']);
  });

  test('is an error of the listener if it never settles in its time, and is sent once', async () => {
    @Injectable()
    class Listener {
      @OnPreSave(Person) write() {
        return {
          then() {
            sent++;
          },
        };
      }
    }
    const imports = [
      DocumentsModule.forRoot({ uri, timeouts: { receiver: 5 } }),
      DocumentsModule.forFeature([Person]),
    ];
    const app = await applications.start({ imports, providers: [Listener] });

    expect((await errorOf(() => savePerson(app, 'Ada'))).code).toBe('RECEIVER_TIMEOUT');
    expect(sent).toBe(1);
  });
});

describe('A listener of preInit or postInit stops the start', () => {
  @Injectable()
  class AsyncListener {
    // @ts-expect-error TS1241 where it compiles by other means
    @OnPostInit(Person) async decrypt() {}
  }
  @Injectable({ scope: Scope.REQUEST })
  class RequestScopedListener {
    @OnPreInit(Person) decrypt() {}
  }

  test.each<[string, Type, string]>([
    ['an async method', AsyncListener, 'postInit'],
    ['of a request-scoped provider', RequestScopedListener, 'preInit'],
  ])('as %s', async (_what, listener, signal) => {
    const error = await errorOf(() => applications.start({ imports: documents, providers: [listener] }));

    expect(error.code).toBe('INVALID_LISTENER');
    expect(error.message).toContain(`${listener.name}.decrypt`);
    expect(error.message).toContain(`${signal} is sent while a document is created`);
  });
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import {
  DocumentsModule,
  OnCommit,
  OnPostSave,
  OnSignalError,
  Transactions,
  getConnectionToken,
} from 'nestjs-documents';
import type { Connection, PostSave, SignalErrorPayload } from 'nestjs-documents';
import { Applications, KeptLog, Person, repositoryOf, savePerson } from '../../support/world/nest-world.js';
import { capabilities, databaseUri, serverName } from '../../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const applications = new Applications();

/** Each of several fails in its own way; the others note that they were called. */
@Injectable()
class Listeners {
  readonly called: string[] = [];

  @OnPostSave(Person, { phase: 'afterCommit', order: 1 }) throws({ document }: PostSave<Person>) {
    this.called.push(`throws ${document.name}`);
    throw new Error('no mail');
  }
  @OnPostSave(Person, { phase: 'afterCommit', order: 2 }) async rejects({ document }: PostSave<Person>) {
    this.called.push(`rejects ${document.name}`);
    await Promise.reject(new Error('no queue'));
  }
  @OnPostSave(Person, { phase: 'afterCommit', order: 3 }) works({ document }: PostSave<Person>) {
    this.called.push(`works ${document.name}`);
  }
  @OnCommit() commit() {
    this.called.push('commit');
    throw new Error('no commit log');
  }
  @OnCommit({ order: 1 }) later() {
    this.called.push('later');
  }
}

@Injectable()
class Reports {
  readonly signals: string[] = [];

  @OnSignalError() hear({ listener, phase, error }: SignalErrorPayload<object>) {
    this.signals.push(`${listener} ${phase}: ${(error as Error).message}`);
  }
}

describe(`Fault 22: listeners after a commit throw (${serverName})`, () => {
  let log: KeptLog;
  let app: Awaited<ReturnType<Applications['start']>>;
  let connection: Connection;
  const reported = [
    'Listeners.throws afterCommit: no mail',
    'Listeners.rejects afterCommit: no queue',
    'Listeners.commit afterCommit: no commit log',
  ];

  beforeEach(async () => {
    log = new KeptLog();
    const documents = [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Person])];
    const providers = [Listeners, Reports];
    app = await applications.start({ imports: documents, providers }, (builder) => builder.setLogger(log));
    connection = app.get<Connection>(getConnectionToken());
    await connection.db.createCollection('people');
  });
  afterEach(async () => {
    await connection.db.dropDatabase();
    await applications.close();
  });
  afterAll(() => applications.close());

  const names = async () =>
    (await connection.db.collection('people').find().toArray()).map(({ name }) => name);

  withTransactions('of a transaction (needs transactions)', () => {
    test('the caller gets its result, and the documents are stored', async () => {
      const result = await app.get(Transactions).run(() => savePerson(app, 'Ada'));
      expect(result).toMatchObject({ name: 'Ada' });
      expect(repositoryOf(app, Person).changes(result).size).toBe(0);
      expect(await names()).toEqual(['Ada']);
    });

    test('the others are called, of each write and of the transaction', async () => {
      await app.get(Transactions).run(async () => {
        await savePerson(app, 'Ada');
        await savePerson(app, 'Bob');
      });
      expect(app.get(Listeners).called).toEqual([
        ...['throws Ada', 'rejects Ada', 'works Ada', 'throws Bob', 'rejects Bob', 'works Bob'],
        ...['commit', 'later'],
      ]);
    });

    test('each error is reported once: in the log, and as signalError', async () => {
      await app.get(Transactions).run(() => savePerson(app, 'Ada'));
      const { signals } = app.get(Reports);
      await new Promise(setImmediate);
      expect(log.errors).toEqual([
        'Listeners.throws failed on postSave after the commit',
        'Listeners.rejects failed on postSave after the commit',
        'Listeners.commit failed on postCommit after the commit',
      ]);
      expect(signals).toEqual(reported);
    });

    test('the work is not called again', async () => {
      let calls = 0;
      await app.get(Transactions).run(async () => {
        calls++;
        await savePerson(app, 'Ada');
      });
      expect(calls).toBe(1);
    });
  });

  test('without a transaction: the caller gets its document, and the errors are reported', async () => {
    const ada = await savePerson(app, 'Ada');
    await new Promise(setImmediate);
    expect(ada.name).toBe('Ada');
    expect(await names()).toEqual(['Ada']);
    expect(app.get(Listeners).called).toEqual(['throws Ada', 'rejects Ada', 'works Ada']);
    expect(app.get(Reports).signals).toEqual(reported.slice(0, 2));
    expect(app.get(Reports).signals).toEqual(reported.slice(0, 2));
  });
});

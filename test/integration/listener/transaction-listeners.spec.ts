import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import {
  OnCommit,
  OnPostSave,
  OnPreSave,
  OnRollback,
  OnSignal,
  postCommit,
  postRollback,
  postSave,
  SignalBus,
  Transaction,
} from 'nestjs-documents';
import type { PostCommit, PostRollback } from 'nestjs-documents';
import { Applications, documents, Person } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const heard: string[] = [];
beforeEach(() => void (heard.length = 0));

const parts = {
  sender: Transaction,
  context: Object.freeze({}),
  transactionId: 't1',
  attempt: 1,
  abortSignal: new AbortController().signal,
};
const committed = (connection = 'default'): PostCommit => ({ ...parts, signal: 'postCommit', connection });
const rolledBack = (error: Error): PostRollback => ({
  ...parts,
  signal: 'postRollback',
  connection: 'default',
  error,
});

describe('@OnCommit and @OnRollback', () => {
  @Injectable()
  class TransactionListener {
    @OnCommit({ order: 1 }) second({ transactionId }: PostCommit) {
      heard.push(`second ${transactionId}`);
    }
    @OnCommit() first({ attempt }: PostCommit) {
      heard.push(`first ${attempt}`);
    }
    @OnCommit({ order: 2, connection: 'audit' }) ofAudit({ connection }: PostCommit) {
      heard.push(connection);
    }
    @OnRollback() rolledBack({ error }: PostRollback) {
      heard.push((error as Error).message);
    }
  }

  test('are called after a commit, and after a rollback, by order', async () => {
    const app = await applications.start({ imports: documents, providers: [TransactionListener] });
    const bus = app.get(SignalBus);

    await bus.sendAfter('afterCommit', postCommit, Transaction, committed());
    expect(heard.splice(0)).toEqual(['first 1', 'second t1']);
    await bus.sendAfter('notApplied', postRollback, Transaction, rolledBack(new Error('no stock')));
    expect(heard).toEqual(['no stock']);
  });

  test('hear one connection where it is named', async () => {
    const app = await applications.start({ imports: documents, providers: [TransactionListener] });

    await app.get(SignalBus).sendAfter('afterCommit', postCommit, Transaction, committed('audit'));
    expect(heard).toEqual(['first 1', 'second t1', 'audit']);
  });

  test('stand in the list of receivers with their phase', async () => {
    const app = await applications.start({ imports: documents, providers: [TransactionListener] });
    const bus = app.get(SignalBus);
    const listed = [postCommit, postRollback].flatMap((signal) => bus.receiversOf(signal, Transaction));

    expect(listed.map(({ name, phase, sender }) => [name, phase, sender])).toEqual([
      ['TransactionListener.first', 'afterCommit', Transaction],
      ['TransactionListener.second', 'afterCommit', Transaction],
      ['TransactionListener.ofAudit', 'afterCommit', Transaction],
      ['TransactionListener.rolledBack', 'notApplied', Transaction],
    ]);
    expect(bus.eventOf(postCommit, Transaction)).toBe('Transaction.postCommit');
  });

  test('hear several connections with a decorator for each', async () => {
    @Injectable()
    class TwoConnections {
      @OnCommit({ connection: 'audit' })
      @OnCommit({ connection: 'default' })
      hear({ connection }: PostCommit) {
        heard.push(connection);
      }
    }
    const app = await applications.start({ imports: documents, providers: [TwoConnections] });
    for (const connection of ['default', 'audit', 'other'])
      await app.get(SignalBus).sendAfter('afterCommit', postCommit, Transaction, committed(connection));

    expect(heard).toEqual(['default', 'audit']);
  });
});

describe('A listener of a document in several phases', () => {
  @Injectable()
  class PersonListener {
    @OnPostSave(Person)
    @OnPostSave(Person, { phase: 'afterCommit' })
    hear() {}
    @OnPostSave(Person, { phase: 'notApplied' }) undone() {}
  }

  test('is connected for each of them', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonListener] });
    const listed = app.get(SignalBus).receiversOf(postSave, Person);

    expect(listed.map(({ name, phase }) => `${phase} ${name}`)).toEqual([
      'now PersonListener.hear',
      'afterCommit PersonListener.hear',
      'notApplied PersonListener.undone',
    ]);
  });

  test('is declared anew, for one of them, by an override', async () => {
    @Injectable()
    class LateListener extends PersonListener {
      @OnPostSave(Person, { phase: 'afterCommit', order: 5 })
      override hear() {}
    }
    const app = await applications.start({ imports: documents, providers: [LateListener] });
    const listed = app.get(SignalBus).receiversOf(postSave, Person);

    expect(listed.map(({ name, phase, order }) => `${phase} ${order} ${name}`)).toEqual([
      'now 0 LateListener.hear',
      'afterCommit 5 LateListener.hear',
      'notApplied 0 LateListener.undone',
    ]);
  });
});

describe('An application does not start where', () => {
  test('a signal of transactions is listened to for a document', async () => {
    @Injectable()
    class PersonListener {
      @OnSignal(postCommit, Person) hear() {}
    }

    await expect(
      applications.start({ imports: documents, providers: [PersonListener] }),
    ).rejects.toMatchObject({
      code: 'INVALID_LISTENER',
      message:
        'PersonListener.hear cannot be a listener. postCommit is about a transaction, never about Person. ' +
        "Use @OnCommit() or @OnRollback(), or a signal of the document with { phase: 'afterCommit' }.",
    });
  });

  test('a signal of documents is listened to for transactions', async () => {
    @Injectable()
    class TransactionListener {
      @OnPreSave(Transaction) hear() {}
    }

    await expect(
      applications.start({ imports: documents, providers: [TransactionListener] }),
    ).rejects.toMatchObject({ code: 'NOT_A_DOCUMENT' });
  });
});

import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { OnSignalError, postCommit, SignalBus, Transaction } from 'nestjs-documents';
import type { PostCommit, PostSave, SignalErrorPayload } from 'nestjs-documents';
import { Failing, saveAndEnd } from '../../support/failing-listener.js';
import {
  Applications,
  documents,
  KeptLog,
  Person,
  repositoryOf,
  savePerson,
} from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const run = (metadata: ModuleMetadata, context?: Record<string, unknown>) =>
  saveAndEnd(applications, metadata, context);

describe('@OnSignalError', () => {
  @Injectable()
  class ErrorListener {
    readonly heard: SignalErrorPayload<object>[] = [];
    @OnSignalError() hear(payload: SignalErrorPayload<object>) {
      this.heard.push(payload);
    }
  }

  test('hears the error, with what the listener was given', async () => {
    const listener = new ErrorListener();
    const { ada } = await run(
      { providers: [Failing, { provide: ErrorListener, useValue: listener }] },
      { by: 'grace' },
    );

    const [payload] = listener.heard;
    expect(listener.heard).toHaveLength(1);
    expect(payload).toMatchObject({
      signal: 'signalError',
      sender: Person,
      error: Failing.error,
      listener: 'Failing.sendMail',
      failedSignal: 'postSave',
      phase: 'now',
      connection: 'default',
      context: { by: 'grace' },
      origin: 'save',
      attempt: undefined,
      transactionId: undefined,
    });
    expect((payload?.failedPayload as PostSave<Person>).document).toBe(ada);
    expect(payload?.abortSignal.aborted).toBe(false);
    expect(Object.isFrozen(payload)).toBe(true);
  });

  test('of a class hears what failed on signals about it', async () => {
    const heard: string[] = [];
    @Injectable()
    class PersonErrors {
      @OnSignalError(Person) hear({ listener }: SignalErrorPayload<Person>) {
        heard.push(listener);
      }
      @OnSignalError(Transaction) hearTransactions() {
        heard.push('of a transaction');
      }
    }
    await run({ providers: [Failing, PersonErrors] });

    expect(heard).toEqual(['Failing.sendMail']);
  });

  test('hears what failed after a commit, and the log says when that was', async () => {
    const listener = new ErrorListener();
    const log = new KeptLog();
    const app = await applications.start(
      { imports: documents, providers: [{ provide: ErrorListener, useValue: listener }] },
      (builder) => builder.setLogger(log),
    );
    const bus = app.get(SignalBus);
    const payload = { connection: 'default', context: Object.freeze({}), transactionId: 't1', attempt: 2 };
    bus.connect(postCommit, Transaction, async () => Promise.reject(new Error('no')), { name: 'unit' });
    await bus.sendAfter('afterCommit', postCommit, Transaction, payload as PostCommit);
    await applications.stop(app);

    expect(log.errors).toEqual(['unit failed on postCommit after the commit']);
    expect(listener.heard).toEqual([
      expect.objectContaining({
        sender: Transaction,
        failedSignal: 'postCommit',
        phase: 'afterCommit',
        origin: undefined,
        transactionId: 't1',
        attempt: 2,
      }),
    ]);
  });

  test('may fail, which is only logged, and does not end in itself', async () => {
    const told: string[] = [];
    @Injectable()
    class FailingErrorListener {
      @OnSignalError() throwing() {
        throw new Error('one');
      }
      @OnSignalError({ onError: 'log' }) async quiet() {
        await Promise.reject(new Error('two'));
      }
      @OnSignalError({ order: 1 }) later({ listener }: SignalErrorPayload<object>) {
        told.push(listener);
      }
    }
    const { log } = await run({ providers: [Failing, FailingErrorListener] });

    expect(log.errors).toEqual([
      'Failing.sendMail failed on postSave',
      'FailingErrorListener.quiet failed on signalError',
      'FailingErrorListener.throwing failed on signalError',
    ]);
    expect(told).toEqual(['Failing.sendMail']);
  });

  test('may save documents, also that of the failed listener, and what fails then is only logged', async () => {
    const log = new KeptLog();
    @Injectable()
    class Repairing {
      @OnSignalError(Person) async repair({ failedPayload }: SignalErrorPayload<Person>) {
        const { document } = failedPayload as PostSave<Person>;
        await people.create({ name: `failed for ${document.name}` });
        await people.save(Object.assign(await people.getById(document.id), { name: 'Repaired' }));
      }
    }
    const app = await applications.start({ imports: documents, providers: [Failing, Repairing] }, (builder) =>
      builder.setLogger(log),
    );
    const people = repositoryOf(app, Person);
    const { id } = await savePerson(app, 'Ada');
    await applications.stop(app);
    const reader = await applications.start({ imports: documents });

    expect((await repositoryOf(reader, Person).getById(id)).name).toBe('Repaired');
    expect(log.errors).toEqual([
      'Failing.sendMail failed on postSave',
      'Failing.sendMail failed on postSave',
      'Failing.sendMail failed on postSave',
    ]);
  });

  test('runs in the AsyncLocalStorage of the listener', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    @Injectable()
    class Reading {
      @OnSignalError() hear() {
        seen.push(request.getStore());
      }
    }
    const app = await applications.start({ imports: documents, providers: [Failing, Reading] });
    await request.run('request 1', () => savePerson(app, 'Ada'));
    await applications.stop(app);

    expect(seen).toEqual(['request 1']);
  });
});

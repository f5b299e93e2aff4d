import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Injectable, Module, Scope } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { ListenerErrorHook, postSave } from 'nestjs-documents';
import type { ReportedFailure } from 'nestjs-documents';
import { Failing, saveAndEnd } from '../../support/failing-listener.js';
import { unreadableError, unreadableErrors } from '../../support/unreadable-errors.js';
import { Applications, documents, Person, savePerson } from '../../support/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const run = (metadata: ModuleMetadata, context?: Record<string, unknown>) =>
  saveAndEnd(applications, metadata, context);

describe('An error of a listener with { onError: "log" }', () => {
  test('is logged, and not the caller’s', async () => {
    const { log } = await run({ providers: [Failing] });

    expect(log.errors).toEqual(['Failing.sendMail failed on postSave']);
  });
});

describe('A ListenerErrorHook', () => {
  @Injectable()
  class Hook extends ListenerErrorHook {
    readonly reported: ReportedFailure[] = [];
    report(failure: ReportedFailure): void {
      this.reported.push(failure);
    }
  }

  test('is given the error with all that is known of it, besides the log', async () => {
    const hook = new Hook();
    const { log, ada } = await run({
      providers: [Failing, { provide: ListenerErrorHook, useValue: hook }],
    });

    expect(hook.reported).toEqual([
      {
        error: Failing.error,
        receiver: 'Failing.sendMail',
        signal: postSave,
        phase: 'now',
        sender: Person,
        payload: expect.objectContaining({ signal: 'postSave', document: ada }),
      },
    ]);
    expect(Object.isFrozen(hook.reported[0])).toBe(true);
    expect(log.errors).toEqual(['Failing.sendMail failed on postSave']);
  });

  test('is found in whatever modules provide one', async () => {
    const hooks = [new Hook(), new Hook()];
    const [first, second] = hooks.map((useValue) => {
      @Module({ providers: [{ provide: ListenerErrorHook, useValue }] })
      class HookModule {}
      return HookModule;
    });
    await run({ imports: [...documents, first!, second!], providers: [Failing] });

    expect(hooks.map(({ reported }) => reported.length)).toEqual([1, 1]);
  });

  test('has its own collaborators', async () => {
    const told: string[] = [];
    @Injectable()
    class Mailer {
      tell(what: string): void {
        told.push(what);
      }
    }
    @Injectable()
    class MailHook extends ListenerErrorHook {
      constructor(private readonly mailer: Mailer) {
        super();
      }
      report({ receiver }: ReportedFailure): void {
        this.mailer.tell(receiver);
      }
    }
    await run({ providers: [Failing, Mailer, { provide: ListenerErrorHook, useClass: MailHook }] });

    expect(told).toEqual(['Failing.sendMail']);
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no tracker');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('no tracker'))],
  ])('that %s is logged, and the next one is told', async (_how, report) => {
    @Injectable()
    class Broken extends ListenerErrorHook {
      report = report;
    }
    @Module({ providers: [{ provide: ListenerErrorHook, useClass: Broken }] })
    class BrokenModule {}
    const hook = new Hook();
    const { log } = await run({
      imports: [...documents, BrokenModule],
      providers: [Failing, { provide: ListenerErrorHook, useValue: hook }],
    });

    expect(log.errors).toEqual(['Failing.sendMail failed on postSave', 'Broken.report failed']);
    expect(hook.reported).toHaveLength(1);
  });

  test.each(unreadableErrors)('that throws something that cannot be read is logged: %s', async (title) => {
    const broken = {
      async report(): Promise<void> {
        await Promise.resolve();
        throw unreadableError(title);
      },
    };
    const { log } = await run({ providers: [Failing, { provide: ListenerErrorHook, useValue: broken }] });

    expect(log.errors).toEqual(['Failing.sendMail failed on postSave', 'Object.report failed']);
  });

  test('does not hold up the operation, and the application waits for it at its end', async () => {
    let finish: () => void = () => {};
    const done: string[] = [];
    @Injectable()
    class Slow extends ListenerErrorHook {
      async report(): Promise<void> {
        await new Promise<void>((resolve) => (finish = resolve));
        await new Promise(setImmediate);
        done.push('reported');
      }
    }
    const app = await applications.start({
      imports: documents,
      providers: [Failing, { provide: ListenerErrorHook, useClass: Slow }],
    });
    await savePerson(app, 'Ada');
    done.push('saved');
    const stopping = applications.stop(app).then(() => done.push('stopped'));
    finish();
    await stopping;

    expect(done).toEqual(['saved', 'reported', 'stopped']);
  });

  test('is called in the AsyncLocalStorage of the listener', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    @Injectable()
    class Tracing extends ListenerErrorHook {
      report(): void {
        seen.push(request.getStore());
      }
    }
    await request.run('request 1', () =>
      run({ providers: [Failing, { provide: ListenerErrorHook, useClass: Tracing }] }),
    );

    expect(seen).toEqual(['request 1']);
  });

  test('that is request-scoped is an error at start', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Scoped extends ListenerErrorHook {
      report(): void {}
    }
    const starting = applications.start({
      imports: documents,
      providers: [{ provide: ListenerErrorHook, useClass: Scoped }],
    });

    await expect(starting).rejects.toThrow('ListenerErrorHook is marked as a scoped provider');
  });
});

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { OngoingWork } from '../connection/ongoing-work.js';
import { describeError } from '../errors/describe-error.js';
import { isInstanceOf, propertyOf, readSafely } from '../errors/read-safely.js';
import { newPayload } from '../lifecycle/new-payload.js';
import { OperationPath } from '../lifecycle/operation-path.js';
import type { Context, SignalOrigin, SignalErrorPayload } from '../lifecycle/payloads.js';
import { signalError } from '../lifecycle/signals.js';
import { Budget } from '../signal/budget.js';
import type { SignalPhase } from '../signal/phase.js';
import type { ReportedFailure } from '../signal/reported-failure.js';
import type { SignalBus } from '../signal/signal-bus.js';
import { PostSignalError, ReceiverTimeoutError } from '../signal/signal-errors.js';
import { ListenerErrorHook } from './listener-error-hook.js';

/** How long a hook, or a receiver of `signalError`, may take, in ms: so long the application waits for them at its end. */
const reportTime = 5_000;

/** What is under way while errors are reported. */
const label = 'reports of errors';

const moments: Readonly<Record<SignalPhase, string>> = {
  now: '',
  afterCommit: ' after the commit',
  afterRollback: ' after the rollback',
};

/**
 * Reports errors of listeners that reach no caller: to the log, to the application's hooks, and as `signalError`. No operation waits for
 * that, and it cannot fail. An error that comes of reporting another is only logged, so that there is no end without one.
 */
@Injectable()
export class FailureReports {
  readonly #logger = new Logger('DocumentsModule');
  /** What is reported belongs to no operation, and to no transaction. */
  readonly #outside = new AsyncResource('DocumentsModule.reports');
  readonly #isReporting = new AsyncLocalStorage<true>();
  #hooks: readonly ListenerErrorHook[] = [];
  #bus: SignalBus | undefined;

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly path: OperationPath,
    private readonly work: OngoingWork,
  ) {}

  /** Until now errors are only logged. */
  start(bus: SignalBus): void {
    this.#bus = bus;
    this.#hooks = this.#findHooks();
  }

  readonly report = (failure: ReportedFailure): void => {
    const { receiver, signal, phase, error } = failure;
    this.#log(`${receiver} failed on ${signal.name}${moments[phase]}`, error);
    if (this.#isReporting.getStore()) return;
    for (const hook of this.#hooks) this.#add(() => this.#call(hook, failure));
    this.#outside.runInAsyncScope(() => {
      this.#add(() => this.#send(failure));
    });
  };

  #add(report: () => Promise<void>): void {
    const { path, work } = this;
    // An application that has ended waits for nothing any more.
    if (work.isOver) return;
    work.add();
    const reporting = path.followTelling(label, signalError.name, path.current, () =>
      this.#isReporting.run(true, report),
    );
    void reporting.finally(() => {
      work.end();
    });
  }

  async #call(hook: ListenerErrorHook, failure: ReportedFailure): Promise<void> {
    const name = `${nameOf(hook)}.report`;
    const log = (error: unknown): void => {
      this.#log(`${name} failed`, error);
    };
    try {
      const reported = Promise.resolve(hook.report(failure));
      const newTimeout = (limit: number): Error =>
        new ReceiverTimeoutError(name, signalError.name, limit, undefined);
      await new Budget(reportTime).wait(reported, newTimeout, log);
    } catch (error) {
      log(error);
    }
  }

  async #send(failure: ReportedFailure): Promise<void> {
    if (!this.#bus?.hasReceivers(signalError, failure.sender)) return;
    const budget = new Budget(reportTime);
    try {
      await this.#bus.send(signalError, failure.sender, payloadOf(failure, budget), budget);
    } catch (error) {
      const failures = isInstanceOf(error, PostSignalError) ? error.failures : [];
      for (const each of failures) this.#log(`${each.receiver} failed on ${signalError.name}`, each.error);
    }
  }

  #findHooks(): readonly ListenerErrorHook[] {
    try {
      return this.moduleRef.get<ListenerErrorHook>(ListenerErrorHook, { strict: false, each: true });
    } catch (error) {
      // There is none. What is wrong with one that there is, is an error at start.
      if (error instanceof Error && error.constructor.name === 'UnknownElementException') return [];
      throw error;
    }
  }

  /** A logger of the application may throw: nothing that is reported must end the process. */
  #log(what: string, error: unknown): void {
    readSafely(() => {
      this.#logger.error(what, describeError(error));
    }, undefined);
  }
}

function nameOf(hook: ListenerErrorHook): string {
  const name = propertyOf(propertyOf(hook, 'constructor'), 'name');
  return typeof name === 'string' ? name : 'ListenerErrorHook';
}

/** A signal of the application's own may have any payload. */
interface AnyPayload {
  readonly connection?: string;
  readonly context?: Context;
  readonly origin?: SignalOrigin;
  readonly attempt?: number;
  readonly transactionId?: string;
}

function payloadOf(failure: ReportedFailure, budget: Budget): SignalErrorPayload<object> {
  const { error, receiver, signal, phase, sender, payload } = failure;
  const { connection, context, origin, attempt, transactionId } = (payload ?? {}) as AnyPayload;
  return newPayload(budget, {
    signal: 'signalError' as const,
    sender,
    error,
    listener: receiver,
    failedSignal: signal.name,
    failedPayload: payload,
    phase,
    connection,
    context: typeof context === 'object' ? context : Object.freeze({}),
    origin,
    attempt,
    transactionId,
  });
}

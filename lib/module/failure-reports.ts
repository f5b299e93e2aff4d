import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { OngoingWork } from '../driver/ongoing-work.js';
import { AmbientTransaction } from '../transaction/ambient-transaction.js';
import { describeError } from '../errors/describe-error.js';
import { isInstanceOf, readSafely } from '../errors/read-safely.js';
import { newPayload } from '../lifecycle/new-payload.js';
import { OperationPath } from '../lifecycle/operation-path.js';
import type { SignalOrigin, SignalErrorPayload } from '../lifecycle/payloads.js';
import type { Context } from '../signal/signal-context.js';
import { signalError } from '../lifecycle/signals.js';
import { OperationTimeout } from '../signal/timeout.js';
import type { SignalPhase } from '../signal/phase.js';
import type { ReportedFailure } from '../signal/reported-failure.js';
import type { SignalBus } from '../signal/signal-bus.js';
import { PostSignalError } from '../signal/signal-errors.js';

/** The time limit of a receiver of `signalError`, in ms; the application waits that long for it at its end. */
const reportTime = 5_000;

/** The name of this work while errors are reported. */
const label = 'reports of errors';

const moments: Readonly<Record<SignalPhase, string>> = {
  now: '',
  afterCommit: ' after the commit',
  notApplied: ' in the phase notApplied',
};

/**
 * Reports errors of listeners that do not reach a caller: to the log, and as `signalError`. Operations do not wait for it, and it cannot
 * fail. Errors of reporting are only logged, which prevents an endless loop.
 */
@Injectable()
export class FailureReports {
  readonly #logger = new Logger('DocumentsModule');
  readonly #isReporting = new AsyncLocalStorage<true>();
  #bus: SignalBus | undefined;

  constructor(
    private readonly path: OperationPath,
    private readonly ambient: AmbientTransaction,
    private readonly work: OngoingWork,
  ) {}

  /** Starts sending; until then errors are only logged. */
  start(bus: SignalBus): void {
    this.#bus = bus;
  }

  /** Ends with the application; costs nothing from then on, see `OperationPath.end`. */
  end(): void {
    this.#isReporting.disable();
  }

  readonly report = (failure: ReportedFailure): void => {
    const { receiver, signal, phase, error } = failure;
    this.#log(`${receiver} failed on ${signal.name}${moments[phase]}`, error);
    if (this.#isReporting.getStore()) return;
    this.ambient.outside(() => {
      this.#tell(failure);
    });
  };

  /** Runs outside of operations and transactions, but inside the request: the listener sees the AsyncLocalStorage of the application. */
  #tell(failure: ReportedFailure): void {
    const { path, work } = this;
    // An application that has ended does not wait for it.
    if (work.isOver) return;
    work.add();
    const reporting = path.followTelling(label, signalError.name, undefined, () =>
      this.#isReporting.run(true, () => this.#send(failure)),
    );
    void reporting.finally(() => {
      work.end();
    });
  }

  async #send(failure: ReportedFailure): Promise<void> {
    if (!this.#bus?.hasReceivers(signalError, failure.sender)) return;
    const timeout = new OperationTimeout(reportTime);
    try {
      await this.#bus.send(signalError, failure.sender, payloadOf(failure, timeout), timeout);
    } catch (error) {
      const failures = isInstanceOf(error, PostSignalError) ? error.failures : [];
      for (const each of failures) this.#log(`${each.receiver} failed on ${signalError.name}`, each.error);
    }
  }

  /** Logs an error. A logger of the application may throw, and reporting must never end the process. */
  #log(what: string, error: unknown): void {
    readSafely(() => {
      this.#logger.error(what, describeError(error));
    }, undefined);
  }
}

/** The payload of an application's own signal can be anything. */
interface AnyPayload {
  readonly connection?: string;
  readonly context?: Context;
  readonly origin?: SignalOrigin;
  readonly attempt?: number;
  readonly transactionId?: string;
}

function payloadOf(failure: ReportedFailure, timeout: OperationTimeout): SignalErrorPayload<object> {
  const { error, receiver, signal, phase, sender, payload } = failure;
  const { connection, context, origin, attempt, transactionId } = (payload ?? {}) as AnyPayload;
  return newPayload(timeout, {
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

import { inspect } from 'node:util';
import { signals, transactionSignals } from '../lifecycle/signals.js';
import type { SignalPayload } from '../lifecycle/payloads.js';
import type { SignalPhase } from '../signal/phase.js';
import type { DisconnectReceiver } from '../signal/receiver/receiver.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { Signal } from '../signal/signal.js';
import { difference } from './difference.js';

/** A sent signal with its payload. */
export interface RecordedSignal {
  /** `Person.preSave`, by the name of the document's own class; `Person.postSave.afterCommit`, `Transaction.postCommit`. */
  readonly name: string;
  /** The payload; for `Transaction.postCommit` and `Transaction.postRollback` a `PostCommit` or `PostRollback`. */
  readonly payload: SignalPayload<string, object>;
}

export interface RecorderOptions {
  /**
   * Whether to record later phases too (`Person.postSave.afterCommit`, `Person.postSave.notApplied`), `Transaction.postCommit` and
   * `Transaction.postRollback`. Sessions in a transaction of the driver are then refused, as with any such listener. Default false.
   */
  readonly afterPhases?: boolean;
}

/**
 * Records sent signals in order, before any receiver is called, so vetoed ones too. It listens to every class: signals without other
 * receivers are sent too, and `deleteMany` deletes one by one.
 * @example
 * ```ts
 * using recorder = new SignalRecorder(app.get(SignalBus));
 * await people.save(ada);
 * recorder.assertSent(['Person.preSave', 'Person.preSavePostValidation', 'Person.postSave', 'Person.postWrite']);
 * ```
 */
export class SignalRecorder implements Disposable {
  readonly #sent: RecordedSignal[] = [];
  readonly #undo: readonly DisconnectReceiver[];

  constructor(bus: SignalBus, { afterPhases = false }: RecorderOptions = {}) {
    const record = (signal: Signal, phase: SignalPhase): DisconnectReceiver =>
      bus.connect(
        signal,
        undefined,
        (payload) => {
          const recorded = payload as SignalPayload<string, object>;
          const name = bus.eventOf(signal, recorded.sender, phase);
          this.#sent.push(Object.freeze({ name, payload: recorded }));
        },
        { order: -Number.MAX_VALUE, name: 'SignalRecorder', phase },
      );
    const recorded = afterPhases ? [...signals, ...transactionSignals] : signals;
    this.#undo = recorded.flatMap((signal) =>
      signal.phases
        .filter((phase) => afterPhases || phase === 'now')
        .map((phase: SignalPhase) => record(signal, phase)),
    );
  }

  /** The sent signals in order. */
  get sent(): readonly RecordedSignal[] {
    return Object.freeze([...this.#sent]);
  }

  /** The names of the sent signals in order: `Person.preSave`. */
  get names(): readonly string[] {
    return this.#sent.map(({ name }) => name);
  }

  /** Forgets the recorded signals. */
  clear(): void {
    this.#sent.length = 0;
  }

  /** @throws Error that shows the difference line by line if other signals were sent, or in another order */
  assertSent(expected: readonly string[]): void {
    if (expected.length === this.names.length && expected.every((name, index) => name === this.names[index]))
      return;
    throw new Error(`Other signals were sent than expected:\n${difference(expected, this.names)}`);
  }

  /** @throws Error that lists the signals if any were sent */
  assertNothingSent(): void {
    this.assertSent([]);
  }

  /** Stops recording. Recorded signals stay. */
  stop(): void {
    for (const undo of this.#undo) undo();
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  [inspect.custom](): string {
    return `SignalRecorder [ ${this.names.join(', ')} ]`;
  }
}

import { EventEmitter2 } from '@nestjs/event-emitter';
import { allPhases } from '../../../lib/signal/phase.js';
import type { ReportedFailure } from '../../../lib/signal/reported-failure.js';
import { SignalBus } from '../../../lib/signal/signal-bus.js';
import type { SignalBusOptions } from '../../../lib/signal/signal-bus.js';
import { Signal } from '../../../lib/signal/signal.js';
import type { SignalPayloadOf } from '../../../lib/signal/signal.js';

export interface Note {
  readonly text: string;
}

export interface NoteOf extends SignalPayloadOf {
  readonly payload: Note;
}

/** Signals of this test world: one before and one after a fact, and one after a write. */
export const preMove = new Signal<NoteOf>('preMove', 'pre');
export const postMove = new Signal<NoteOf>('postMove', 'post');
export const postWrite = new Signal<NoteOf>('postWrite', 'post', allPhases);
/** A signal that is only sent after a commit. */
export const postEnd = new Signal<NoteOf, 'afterCommit'>('postEnd', 'post', ['afterCommit']);

export class Animal {}
export class Bird extends Animal {}
export class Penguin extends Bird {}
export class Stone {}

export const note: Note = Object.freeze({ text: 'hello' });

export interface BusWorld {
  readonly bus: SignalBus;
  readonly emitter: EventEmitter2;
  readonly reports: ReportedFailure[];
}

/** A bus on an emitter of its own. */
export function busOn(
  options: ConstructorParameters<typeof EventEmitter2>[0] = {},
  more: Partial<SignalBusOptions> = {},
): BusWorld {
  const emitter = new EventEmitter2(options);
  const reports: ReportedFailure[] = [];
  const bus = new SignalBus({
    emitter,
    reportError: (failure) => reports.push(failure),
    ...more,
  });
  return { bus, emitter, reports };
}

/** A receiver that writes its name into a log when it is called, and, if it is asynchronous, again when it is done. */
export function logs(log: string[], name: string): () => void {
  return () => void log.push(name);
}

/** The same for a receiver that needs several turns of the event loop. */
export function logsLater(log: string[], name: string, turns = 3): () => Promise<void> {
  return async () => {
    log.push(`${name} begins`);
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
  };
}

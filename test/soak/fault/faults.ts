import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '../../support/fail-points.js';
import { withFailPoint } from '../../support/fail-points.js';
import type { Random } from '../../support/random.js';

const transient = { errorLabels: ['TransientTransactionError'] };
const unknown = { errorLabels: ['UnknownTransactionCommitResult'] };

interface Fault {
  readonly name: string;
  readonly weight: number;
  /** How often at most. */
  readonly times: number;
  readonly failure: Omit<Failure, 'times'>;
}

const faults: readonly Fault[] = [
  ...['insert', 'update', 'delete', 'find'].map((command) => ({
    ...{ name: `conflict at ${command}`, weight: 2, times: 3 },
    failure: { commands: [command], data: { errorCode: 112, ...transient } },
  })),
  {
    ...{ name: 'transaction lost at commit', weight: 3, times: 3 },
    failure: { commands: ['commitTransaction'], data: { errorCode: 251, ...transient } },
  },
  {
    ...{ name: 'no answer to commit', weight: 2, times: 3 },
    failure: { commands: ['commitTransaction'], data: { errorCode: 6, ...unknown } },
  },
  {
    ...{ name: 'no answer to any commit', weight: 2, times: 1000 },
    failure: { commands: ['commitTransaction'], data: { errorCode: 6, ...unknown } },
  },
  {
    ...{ name: 'committed, never durable', weight: 1, times: 1000 },
    failure: { commands: ['commitTransaction'], data: { writeConcernError: { code: 64, errmsg: 'soak' } } },
  },
  {
    ...{ name: 'committed, not durable', weight: 1, times: 2 },
    failure: { commands: ['commitTransaction'], data: { writeConcernError: { code: 64, errmsg: 'soak' } } },
  },
  {
    ...{ name: 'connection closed at write', weight: 1, times: 2 },
    failure: { commands: ['insert', 'update', 'delete'], data: { closeConnection: true } },
  },
  {
    ...{ name: 'connection closed at read', weight: 1, times: 2 },
    failure: { commands: ['find', 'getMore'], data: { closeConnection: true } },
  },
  {
    ...{ name: 'connection closed at commit', weight: 1, times: 3 },
    failure: { commands: ['commitTransaction'], data: { closeConnection: true } },
  },
  {
    ...{ name: 'abort refused', weight: 1, times: 3 },
    failure: { commands: ['abortTransaction'], data: { errorCode: 91 } },
  },
];

/**
 * Makes the server fail commands of one application, one fault after another, until stopped; no transaction may be running then.
 * Counts what was set by name.
 */
export async function injectFaults(
  random: Random,
  appName: string,
  stop: AbortSignal,
  injected: Map<string, number>,
): Promise<void> {
  // A server that has committed never says that it has lost the transaction: these are not mixed.
  const left = random.chance(0.5) ? 'transaction lost at commit' : 'committed, ';
  const choices = faults
    .filter(({ name }) => !name.startsWith(left))
    .map((fault) => [fault.weight, fault] as const);
  while (!stop.aborted) {
    const { name, times, failure } = random.weighted(choices);
    const [pause, window] = [20 + random.below(200), 20 + random.below(times > 100 ? 900 : 150)];
    await wait(pause, stop);
    injected.set(name, (injected.get(name) ?? 0) + 1);
    await withFailPoint(appName, { ...failure, times: times > 100 ? times : 1 + random.below(times) }, () =>
      wait(window, stop),
    );
  }
}

const wait = (time: number, signal: AbortSignal): Promise<void> =>
  delay(time, undefined, { signal }).catch(() => undefined);

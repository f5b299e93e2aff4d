import { Transactional } from 'nestjs-documents';
import type { InjectionWorld } from './injection-world.js';

/** An option of a transaction, and what a request could mean by it, which is taken. */
interface OptionPosition {
  readonly name: string;
  readonly isMeant: (payload: unknown) => boolean;
}

const isOneOf =
  (...meant: readonly unknown[]) =>
  (payload: unknown): boolean =>
    payload === undefined || meant.includes(payload);
const isObject = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload);

const options: readonly OptionPosition[] = [
  { name: 'propagation', isMeant: isOneOf('required', 'requiresNew', 'mandatory', 'never') },
  {
    name: 'timeout',
    isMeant: (payload) => payload === undefined || (typeof payload === 'number' && payload > 0),
  },
  // Data for listeners.
  { name: 'context', isMeant: (payload) => payload === undefined || isObject(payload) },
  { name: 'allowOtherConnections', isMeant: isOneOf(true, false) },
  { name: 'readConcern', isMeant: isOneOf('local', 'majority', 'snapshot') },
  { name: 'readPreference', isMeant: isOneOf('primary') },
];
const documents: OptionPosition = {
  name: 'documents',
  isMeant: (payload) => payload === undefined || (Array.isArray(payload) && payload.length === 0),
};

/** A place in a call where a payload is put, and where it is refused unless it is what is meant. */
export interface RefusedPosition {
  readonly name: string;
  readonly isMeant: (payload: unknown) => boolean;
  readonly call: (world: InjectionWorld, payload: any) => unknown;
}

const run = ({ transactions, targets }: InjectionWorld, given: any): unknown =>
  transactions.run(() => targets.findOne({ name: 'nobody' }), given);

export const transactionPositions: readonly RefusedPosition[] = [
  {
    name: 'as the options of Transactions.run',
    isMeant: (payload) => payload === undefined || isObject(payload),
    call: run,
  },
  ...[...options, documents].map(({ name, isMeant }) => ({
    name: `as "${name}" of Transactions.run`,
    isMeant,
    call: (world: InjectionWorld, payload: unknown) => run(world, { [name]: payload }),
  })),
  ...options.map(({ name, isMeant }) => ({
    name: `as "${name}" of @Transactional()`,
    isMeant,
    call: (_world: InjectionWorld, payload: unknown) => Transactional({ [name]: payload }),
  })),
];

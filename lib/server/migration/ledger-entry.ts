import { isDate } from 'node:util/types';
import { isPlainObject } from '../../value/plain-object.js';
import { InvalidMigrationLedgerError } from './migration-errors.js';

/** The place that a walk through a collection has reached. */
export interface BatchPosition {
  /** Names the walk within its migration. */
  readonly name: string;
  /** The stored `_id` of the last document of the last batch that was done. */
  readonly after: unknown;
  /** The documents that were done. */
  readonly done: number;
  /** The documents that there were at the beginning. */
  readonly total: number;
}

/** One migration as the ledger has it. */
export interface LedgerEntry {
  readonly id: string;
  /** `running` also after its process has died. */
  readonly state: 'running' | 'applied' | 'failed';
  readonly direction: 'up' | 'down';
  /** Undefined if it was imported from another tool: its file is not compared then. */
  readonly checksum: string | undefined;
  /** The number of the call of `up` that applied it; 0 if it was imported. */
  readonly batch: number;
  readonly startedAt: Date | undefined;
  readonly appliedAt: Date | undefined;
  /** In milliseconds. */
  readonly duration: number | undefined;
  readonly positions: readonly BatchPosition[];
}

/** The form of ids: file names without their extension. */
export function isMigrationId(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,199}$/u.test(value);
}

/** Reads an entry, which anybody may have written. @throws InvalidMigrationLedgerError */
export function readEntry(collection: string, stored: Readonly<Record<string, unknown>>): LedgerEntry {
  const { _id: id, state, direction, checksum, batch, startedAt, appliedAt, duration, positions } = stored;
  const refuse = (what: string): never => {
    throw new InvalidMigrationLedgerError(
      collection,
      isMigrationId(id) ? `The entry of ${id} has no valid ${what}` : 'An entry has no valid id',
    );
  };
  return {
    id: isMigrationId(id) ? id : refuse('id'),
    state: state === 'running' || state === 'applied' || state === 'failed' ? state : refuse('state'),
    direction: direction === 'up' || direction === 'down' ? direction : refuse('direction'),
    checksum: checksum === undefined || typeof checksum === 'string' ? checksum : refuse('checksum'),
    batch: isCount(batch) ? batch : refuse('batch'),
    startedAt: startedAt === undefined || isTime(startedAt) ? startedAt : refuse('startedAt'),
    appliedAt: appliedAt === undefined || isTime(appliedAt) ? appliedAt : refuse('appliedAt'),
    duration: duration === undefined || isCount(duration) ? duration : refuse('duration'),
    positions: Array.isArray(positions)
      ? positions.map((each) => readPosition(each) ?? refuse('positions'))
      : [],
  };
}

function readPosition(stored: unknown): BatchPosition | undefined {
  if (!isPlainObject(stored)) return undefined;
  const { name, after, done, total } = stored;
  if (typeof name !== 'string' || after === undefined || !isCount(done) || !isCount(total)) return undefined;
  return { name, after, done, total };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTime(value: unknown): value is Date {
  return isDate(value) && !Number.isNaN(value.getTime());
}

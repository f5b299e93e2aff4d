import { MongoBulkWriteError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import type { ErrorDescription } from 'mongodb';

/** As the driver throws it where the server refuses a command as a whole. */
export function commandError(code: number, more: ErrorDescription = {}): MongoServerError {
  return new MongoServerError({ ok: 0, code, errmsg: 'secret', ...more });
}

/** As the driver throws it where the server takes a command, and refuses what it is to write. */
export function writeError(code: number, more: ErrorDescription = {}): MongoServerError {
  return new MongoServerError({ index: 0, code, errmsg: 'secret', ...more });
}

/** As the driver throws it for a reply with a write concern error. */
export function concernError(reply: object = { n: 1 }, code = 64): MongoWriteConcernError {
  return new MongoWriteConcernError({ ok: 1, writeConcernError: { code, errmsg: 'secret' }, ...reply });
}

interface BulkReply {
  readonly inserted?: number;
  /** Indexes that the server refused in commands that were answered. */
  readonly failed?: readonly number[];
  readonly concern?: boolean;
}

/** As the driver throws it for a bulk of which a command failed: around the error of that command. */
export function bulkError(
  around: Error | object,
  { inserted = 0, failed = [], concern }: BulkReply = {},
): MongoBulkWriteError {
  const result = {
    insertedCount: inserted,
    getWriteErrors: () => failed.map((index) => ({ index })),
    getWriteConcernError: () => (concern ? { code: 64 } : undefined),
  };
  return new MongoBulkWriteError(around as never, result as never);
}

/** As the driver throws it for a bulk that came to its end, with the indexes that the server refused. */
export function refusedBulk(...indexes: number[]): MongoBulkWriteError {
  const writeErrors = indexes.map((index) => ({ index, code: 11000 }));
  return bulkError({ message: 'secret', code: 11000, writeErrors });
}

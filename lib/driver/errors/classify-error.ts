import {
  MongoAPIError,
  MongoError,
  MongoClientClosedError,
  MongoCursorExhaustedError,
  MongoNetworkError,
  MongoServerError,
  MongoWriteConcernError,
} from 'mongodb';
import { isInstanceOf, propertyOf } from '../../errors/read-safely.js';
import { notPrimaryCodes, unreachableCodes } from './server-codes.js';

/** What is called: `writeMany` is one command that may write several documents, of which a refusal may leave some written. */
export type CallKind = 'read' | 'write' | 'writeMany';

/** What an error of the driver says of a call; undefined where it has no error of this package. */
export type Verdict =
  'unavailable' | 'unread' | 'duplicateKey' | 'tooLarge' | 'refused' | 'notDurable' | 'unknown' | undefined;

/**
 * Reads the outcome off an error of the driver. The driver tries a write twice and throws the error of the second try: where a server
 * was lost meanwhile (`isInterrupted`), what only the second try tells is not the outcome, since the first may have been applied.
 */
export function classifyError(error: unknown, kind: CallKind, isInterrupted: boolean): Verdict {
  if (isTooLargeToSend(error)) return kind === 'read' ? undefined : 'tooLarge';
  if (!isInstanceOf(error, MongoError)) return undefined;
  if (wasNotSent(error)) return kind !== 'read' && isInterrupted ? 'unknown' : 'unavailable';
  if (isMisuse(error)) return undefined;
  if (kind === 'read') return error instanceof MongoClientClosedError ? 'unavailable' : 'unread';
  if (error instanceof MongoWriteConcernError) return ofWriteConcernError(error, kind, isInterrupted);
  if (error instanceof MongoServerError) return ofReply(error, error, kind, isInterrupted);
  return 'unknown';
}

/** The driver was called in a way that it does not take: nothing was sent, and there is nothing to translate. */
function isMisuse(error: MongoError): boolean {
  const isOfClosing = error instanceof MongoClientClosedError || error instanceof MongoCursorExhaustedError;
  return error instanceof MongoAPIError && !isOfClosing;
}

/** What the server says of a write: the reply, or the first of its write errors. */
interface Refusal {
  readonly code?: number | string;
  readonly errmsg?: string;
  readonly ok?: number;
}

/** The write error where the reply has one, which says more than the reply around it. */
export function refusalOf(error: MongoServerError): Refusal {
  const writeErrors: unknown =
    error instanceof MongoWriteConcernError ? error.result['writeErrors'] : undefined;
  return Array.isArray(writeErrors) && writeErrors.length > 0 ? (writeErrors[0] as Refusal) : error;
}

/** The server's number for what it says, and its name for that: a name, and never a text that may hold values. */
export function reasonOf(error: MongoServerError): {
  readonly code: number | undefined;
  readonly name: string | undefined;
} {
  const { code, codeName } = refusalOf(error) as { readonly code?: unknown; readonly codeName?: unknown };
  return {
    code: code === undefined ? undefined : Number(code),
    name: typeof codeName === 'string' && /^\w+$/.test(codeName) ? codeName : undefined,
  };
}

/** A reply with a write error besides tells of that: then nothing was applied that could be lost. */
function ofWriteConcernError(error: MongoWriteConcernError, kind: CallKind, isInterrupted: boolean): Verdict {
  const refusal = refusalOf(error);
  if (refusal !== error || error.result['ok'] === 0) return ofReply(error, refusal, kind, isInterrupted);
  // It matched nothing, which is as little certain as a write would be.
  return error.result['n'] === 0 ? 'unknown' : 'notDurable';
}

function ofReply(error: MongoServerError, refusal: Refusal, kind: CallKind, isInterrupted: boolean): Verdict {
  const code = Number(refusal.code);
  if (error.hasErrorLabel('NoWritesPerformed')) return 'refused';
  if (duplicateKeyCodes.includes(code)) return 'duplicateKey';
  if (tooLargeCodes.includes(code) || (code === 2 && (refusal.errmsg ?? '').includes('too large')))
    return 'tooLarge';
  if (uncertainCodes.includes(code) || error.hasErrorLabel('RetryableWriteError')) return 'unknown';
  // A command as a whole is refused before the server looks whether the first try was applied; a write error comes after that.
  if (isInterrupted && refusal.ok === 0) return 'unknown';
  if (kind === 'writeMany' && !refusedAtOnceCodes.includes(code)) return 'unknown';
  return 'refused';
}

/** The driver checks the size in a bulk, and else runs over the end of the buffer into which it writes. */
function isTooLargeToSend(error: unknown): boolean {
  // By name: those of Node's own buffers are of another realm in some test runners.
  const [name, message] = [propertyOf(error, 'name'), propertyOf(error, 'message')];
  if (typeof message !== 'string') return false;
  if (name === 'RangeError') return /offset|bounds/.test(message);
  return name === 'MongoInvalidArgumentError' && message.startsWith('Document is larger than');
}

/** No server was found, or no connection to it: at least this try was not sent. */
function wasNotSent(error: MongoError): boolean {
  if (notSentNames.includes(error.name)) return true;
  return error instanceof MongoNetworkError && error.hasErrorLabel('HandshakeError');
}

const notSentNames: readonly string[] = Object.freeze([
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoServerClosedError',
  'MongoTopologyClosedError',
  // A client that is closed ends its sessions and closes its cursors.
  'MongoExpiredSessionError',
  'MongoCursorExhaustedError',
]);

const duplicateKeyCodes: readonly number[] = Object.freeze([11000, 11001, 12582]);

/** BSONObjectTooLarge, and what an update would make too large. */
const tooLargeCodes: readonly number[] = Object.freeze([10334, 17419, 17420]);

const uncertainCodes: readonly number[] = Object.freeze([
  ...unreachableCodes,
  ...notPrimaryCodes,
  // What older servers say when they are not the primary any more.
  10058,
  // It ran out of time, or was interrupted.
  ...[50, 262, 11601],
]);

/** Refused before the first document is looked at: bad value, cannot be parsed, unauthorized, type, options, namespace, view. */
const refusedAtOnceCodes: readonly number[] = Object.freeze([2, 9, 13, 14, 20, 72, 73, 166]);

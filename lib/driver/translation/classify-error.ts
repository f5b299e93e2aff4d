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
import { maxTimeExpired, notPrimaryCodes, unreachableCodes } from '../errors/server-codes.js';

/** The kind of call: `writeMany` is one command that may write several documents, so that a refusal may leave some written. */
export type CallKind = 'read' | 'write' | 'writeMany';

/** The class of a driver's error; undefined if it corresponds to no error of this package. */
export type ErrorClass =
  | 'unavailable'
  | 'unread'
  | 'timedOut'
  | 'duplicateKey'
  | 'tooLarge'
  | 'refused'
  | 'refusedMidway'
  | 'notDurable'
  | 'unknown'
  | undefined;

/**
 * Classifies an error of the driver. The driver tries a write twice and throws the second error: if a server was lost in between
 * (`isInterrupted`), that error alone does not show the outcome, since the first try may have been applied.
 */
export function classifyError(error: unknown, kind: CallKind, isInterrupted: boolean): ErrorClass {
  if (isTooLargeToSend(error)) return kind === 'read' ? undefined : 'tooLarge';
  if (!isInstanceOf(error, MongoError)) return undefined;
  if (wasNotSent(error)) return kind !== 'read' && isInterrupted ? 'unknown' : 'unavailable';
  if (isMisuse(error)) return undefined;
  if (kind === 'read') return ofRead(error);
  if (error instanceof MongoWriteConcernError) return ofWriteConcernError(error, kind, isInterrupted);
  if (error instanceof MongoServerError) return ofReply(error, error, kind, isInterrupted);
  return 'unknown';
}

/** Whether the driver was called incorrectly: nothing was sent, and the error needs no translation. */
function isMisuse(error: MongoError): boolean {
  const isOfClosing = error instanceof MongoClientClosedError || error instanceof MongoCursorExhaustedError;
  return error instanceof MongoAPIError && !isOfClosing;
}

function ofRead(error: MongoError): ErrorClass {
  if (error instanceof MongoClientClosedError) return 'unavailable';
  return error instanceof MongoServerError && error.code === maxTimeExpired ? 'timedOut' : 'unread';
}

/** The server's refusal of a write: the reply, or the first of its write errors. */
interface Refusal {
  readonly code?: number | string;
  readonly errmsg?: string;
  readonly ok?: number;
}

/** Finds the write error if the reply has one, which is more precise than the reply. */
export function refusalOf(error: MongoServerError): Refusal {
  const writeErrors: unknown =
    error instanceof MongoWriteConcernError ? error.result['writeErrors'] : undefined;
  return Array.isArray(writeErrors) && writeErrors.length > 0 ? (writeErrors[0] as Refusal) : error;
}

/** Reads the server's code and its name for the reason, never a text that may hold values. */
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

/** Classifies a write concern error. If the reply has a write error too, that one counts: nothing was applied that could be lost. */
function ofWriteConcernError(
  error: MongoWriteConcernError,
  kind: CallKind,
  isInterrupted: boolean,
): ErrorClass {
  const refusal = refusalOf(error);
  if (refusal !== error || error.result['ok'] === 0) return ofReply(error, refusal, kind, isInterrupted);
  // It matched nothing, which is as uncertain as a write would be.
  return matchedCount(error.result) === 0 ? 'unknown' : 'notDurable';
}

/** The number of documents in a reply; a command that finds and changes one puts it into a part of the reply. */
function matchedCount(reply: Readonly<Record<string, unknown>>): unknown {
  return reply['n'] ?? propertyOf(reply['lastErrorObject'], 'n');
}

function ofReply(
  error: MongoServerError,
  refusal: Refusal,
  kind: CallKind,
  isInterrupted: boolean,
): ErrorClass {
  const code = Number(refusal.code);
  if (error.hasErrorLabel('NoWritesPerformed')) return 'refused';
  if (uncertainCodes.includes(code) || error.hasErrorLabel('RetryableWriteError')) return 'unknown';
  if (duplicateKeyCodes.includes(code)) return 'duplicateKey';
  if (tooLargeCodes.includes(code) || (code === 2 && (refusal.errmsg ?? '').includes('too large')))
    return 'tooLarge';
  // Also where one of the documents is refused: those before it stay written.
  if (kind === 'writeMany' && !isRefusedAtOnce(code, refusal))
    return isInterrupted && refusal.ok === 0 ? 'unknown' : 'refusedMidway';
  // The server refuses a whole command before it checks if the first try was applied; write errors come after that.
  if (isInterrupted && refusal.ok === 0) return 'unknown';
  return 'refused';
}

/** Whether the driver found a document too large: in a bulk it checks, else it overruns its buffer. */
function isTooLargeToSend(error: unknown): boolean {
  // Compared by name: errors of Node's own buffers belong to another realm in some test runners.
  const [name, message] = [propertyOf(error, 'name'), propertyOf(error, 'message')];
  if (typeof message !== 'string') return false;
  if (name === 'RangeError') return /offset|bounds/.test(message);
  return name === 'MongoInvalidArgumentError' && message.startsWith('Document is larger than');
}

/** Whether no server or no connection was found: at least this try was not sent. */
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
  // A closed client ends its sessions and closes its cursors.
  'MongoExpiredSessionError',
  'MongoCursorExhaustedError',
]);

const duplicateKeyCodes: readonly number[] = Object.freeze([11000, 11001, 12582]);

/** BSONObjectTooLarge, and the codes of updates that would make a document too large. */
const tooLargeCodes: readonly number[] = Object.freeze([10334, 17419, 17420]);

const uncertainCodes: readonly number[] = Object.freeze([
  ...unreachableCodes,
  ...notPrimaryCodes,
  // The code that older servers use when they are no longer primary.
  10058,
  // The command ran out of time, or was interrupted.
  ...[maxTimeExpired, 262, 11601],
]);

/** Codes of refusals before the first document is processed: cannot be parsed, unauthorized, options, namespace, view. */
const refusedAtOnceCodes: readonly number[] = Object.freeze([9, 13, 20, 72, 73, 166]);

/** Bad value and type: of a command as a whole, or of the stored value that an update has met. */
const valueCodes: readonly number[] = Object.freeze([2, 14]);

function isRefusedAtOnce(code: number, { ok }: Refusal): boolean {
  return refusedAtOnceCodes.includes(code) || (ok === 0 && valueCodes.includes(code));
}

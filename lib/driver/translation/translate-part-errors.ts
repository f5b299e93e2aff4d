import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import type { WriteError as PartError } from 'mongodb';
import type { CallKind } from './classify-error.js';
import { WriteNotDurableError } from '../errors/outcome-errors.js';
import type { CommandSubject } from './command-subject.js';
import { originalOf, translateError } from './translate-error.js';
import { outcomeOf } from '../errors/write-outcome.js';
import type { BulkWriteFailure } from '../errors/write-outcome.js';

/** One part of a command that writes several: an update, a delete or an insert. */
export interface SentPart {
  readonly index: number;
  readonly kind: Exclude<CallKind, 'read'>;
}

/** The outcome for the parts of one command, by their indexes. */
export interface PartsOutcome {
  readonly applied: readonly number[];
  /** Those that are on the primary, without the acknowledgement that their write concern asks for. */
  readonly notDurable: readonly number[];
  readonly failures: readonly BulkWriteFailure[];
  readonly notAttempted: readonly number[];
  readonly unknown: readonly number[];
  /** The error that concerns the whole command, translated; undefined if the server has refused parts only. */
  readonly error?: unknown;
}

const nothing: Omit<PartsOutcome, 'error'> = Object.freeze({
  ...{ applied: [], notDurable: [], failures: [], notAttempted: [], unknown: [] },
});

/** The outcome of a command without an error. */
export function appliedParts(parts: readonly SentPart[]): PartsOutcome {
  return { ...nothing, applied: indexesOf(parts) };
}

/**
 * Determines the outcome for the parts of one command that failed, at least in part.
 * @param isInterrupted whether a server or connection was lost during the call
 */
export function translatePartErrors(
  error: unknown,
  subject: CommandSubject,
  { parts, ordered, isInterrupted }: { parts: readonly SentPart[]; ordered: boolean; isInterrupted: boolean },
): PartsOutcome {
  if (error instanceof MongoBulkWriteError) {
    const partErrors = [error.writeErrors].flat();
    if (partErrors.length > 0) return ofPartErrors(partErrors, subject, parts, ordered);
    if (error.result.getWriteConcernError())
      return {
        ...nothing,
        notDurable: indexesOf(parts),
        error: new WriteNotDurableError(subject.name, error),
      };
  }
  const kind = parts.some((each) => each.kind === 'writeMany') ? 'writeMany' : 'write';
  const original = error instanceof MongoBulkWriteError ? originalOf(error) : error;
  const translated = translateError(original, subject, kind, isInterrupted);
  const isUnknown = outcomeOf(translated) === 'unknown';
  return { ...nothing, [isUnknown ? 'unknown' : 'notAttempted']: indexesOf(parts), error: translated };
}

function ofPartErrors(
  errors: readonly PartError[],
  subject: CommandSubject,
  parts: readonly SentPart[],
  ordered: boolean,
): PartsOutcome {
  const failed = new Map(errors.map((each) => [each.index, each]));
  const end = ordered ? Math.min(...failed.keys()) + 1 : parts.length;
  const refused = [...failed].map(([place, { code, errmsg, errInfo }]): BulkWriteFailure => {
    const { index, kind } = parts[place] as SentPart;
    const cause = new MongoServerError({ code, errmsg: errmsg ?? '', errInfo });
    return { index, error: translateError(cause, subject, kind, false) as Error };
  });
  const isUnknown = ({ error }: BulkWriteFailure): boolean => outcomeOf(error) === 'unknown';
  return {
    ...nothing,
    applied: indexesOf(parts.filter((_part, place) => place < end && !failed.has(place))),
    failures: refused.filter((each) => !isUnknown(each)),
    unknown: indexesOf(refused.filter(isUnknown)),
    notAttempted: indexesOf(parts.slice(end)),
  };
}

function indexesOf(parts: readonly { readonly index: number }[]): number[] {
  return parts.map(({ index }) => index);
}

import { DocumentsError } from '../errors/documents-error.js';
import { isShownPath, shownPath } from '../errors/shown-name.js';
import { whyUnstored } from '../schema/reference/unstored-path.js';
import type { UnstoredPath } from '../schema/reference/unstored-path.js';
import { codeFor } from './operators.js';

/** A filter or sort names a path that the class does not declare. Nothing was sent to the server. */
export class UnknownPathError extends DocumentsError {
  readonly code = 'UNKNOWN_PATH';
  readonly documentName: string;

  /** @param unstored a property on the path that populate fills */
  constructor(documentName: string, path: string, fields: readonly string[], unstored?: UnstoredPath) {
    const [why, instead] = unstored ? whyUnstored(unstored) : [];
    super({
      problem: `${documentName} has no such path`,
      reason: unstored
        ? `"${unstored.path}" ${why}`
        : `${isShownPath(path) ? `"${path}"` : 'The path'} does not lead to a declared field`,
      remedy: instead
        ? upperFirst(instead)
        : `Use field names, joined by dots${isIdKey(path) ? ', and for _id the name of the field with @Id()' : ''}; ${documentName} has ${fields.join(', ')}`,
    });
    this.documentName = documentName;
  }
}

/** A filter has undefined, or a value that does not fit its field. Nothing was sent to the server. */
export class InvalidFilterError extends DocumentsError {
  readonly code = 'INVALID_FILTER';
  readonly documentName: string;
  /** The path in the filter, empty for the filter itself. Keys of maps that do not look like names are not shown. */
  readonly path: string;

  constructor(documentName: string, path: string, reason: string, remedy: string) {
    const shown = path && shownPath(path);
    super({
      problem: `A filter for ${documentName} cannot be used${shown && `, because of ${shown}`}`,
      reason,
      remedy,
    });
    this.documentName = documentName;
    this.path = shown;
  }
}

/** A filter has a plain object with an operator, which may come from a request. Nothing was sent to the server. */
export class OperatorNotAllowedError extends DocumentsError {
  readonly code = 'OPERATOR_NOT_ALLOWED';
  readonly documentName: string;

  constructor(documentName: string, operator: string) {
    const known = codeFor(operator);
    super({
      problem: `A filter for ${documentName} holds an operator in a plain object`,
      reason: `${known ? `${operator} is` : 'Keys that start with $ are'} how requests inject queries, so only functions can create operators`,
      remedy: known
        ? `Use ${known} instead`
        : 'Use the functions of nestjs-documents, such as gt(...) and or(...), or raw(...) for a filter that you have written yourself',
    });
    this.documentName = documentName;
  }
}

/** A query set was given an invalid sort order, skip or limit. Nothing was sent to the server. */
export class InvalidQueryError extends DocumentsError {
  readonly code = 'INVALID_QUERY';

  constructor(documentName: string, reason: string, remedy: string) {
    super({ problem: `A query for ${documentName} cannot be used`, reason, remedy });
  }
}

/** The cursor of a page was changed, or made for another class, sort or version. Nothing was sent to the server. */
export class InvalidCursorError extends DocumentsError {
  readonly code = 'INVALID_CURSOR';
  readonly documentName: string;

  constructor(documentName: string) {
    super({
      problem: `The cursor of a page of ${documentName} cannot be used`,
      reason: 'It was changed, or made for another class, sort or version',
      remedy: 'Begin at the first page, which needs no cursor',
    });
    this.documentName = documentName;
  }
}

/** An aggregation was given something that it cannot use. Nothing was sent to the server. */
export class InvalidPipelineError extends DocumentsError {
  readonly code = 'INVALID_PIPELINE';
  /** The stage or function that refused it: `group`, `dateTrunc`. */
  readonly place: string;

  constructor(place: string, reason: string, remedy: string) {
    super({ problem: `An aggregation cannot be used, because of ${place}`, reason, remedy });
    this.place = place;
  }
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether a path, which may be any value, is the key of ids in MongoDB, or below it. */
function isIdKey(path: unknown): boolean {
  return typeof path === 'string' && /^_id(\.|$)/.test(path);
}

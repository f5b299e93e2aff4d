import { TransactionConflictError } from '../transaction/transaction-errors.js';
import { DuplicateKeyError, ServerUnavailableError } from '../driver/errors/write-errors.js';
import { QueryTimeoutError } from '../driver/errors/read-errors.js';
import { ShuttingDownError } from '../driver/errors/shutdown-error.js';
import type { DocumentsError } from '../errors/documents-error.js';
import {
  InvalidCursorError,
  InvalidFilterError,
  InvalidPipelineError,
  InvalidQueryError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../query/query-errors.js';
import {
  DocumentNotFoundError,
  EmptyFilterError,
  StaleDocumentError,
} from '../operation/operation-errors.js';
import { DeleteDeniedError } from '../operation/delete-plan/delete-plan-errors.js';
import { InvalidRequestError } from '../query/request/request-errors.js';
import { InvalidUpdateError } from '../update/update-errors.js';
import { ValidationError } from '../validation/validation-error.js';

type ErrorClass = abstract new (...given: never[]) => DocumentsError;

/** The status of errors in filters and queries, which mostly come from a request. */
export const badRequest = 400;

/** The errors caused by the request or by temporary conditions, by HTTP status. */
const statuses: readonly (readonly [number, readonly ErrorClass[]])[] = [
  [
    badRequest,
    [
      InvalidCursorError,
      InvalidFilterError,
      InvalidPipelineError,
      InvalidQueryError,
      InvalidRequestError,
      InvalidUpdateError,
      OperatorNotAllowedError,
      UnknownPathError,
      EmptyFilterError,
    ],
  ],
  [404, [DocumentNotFoundError]],
  [409, [DeleteDeniedError, DuplicateKeyError, StaleDocumentError, TransactionConflictError]],
  [422, [ValidationError]],
  [503, [QueryTimeoutError, ServerUnavailableError, ShuttingDownError]],
];

/** The status of every other error, which is a fault of the program: the client gets no details. */
export const internalError = 500;

/** The HTTP status of the answer to a client. */
export function statusOf(error: DocumentsError): number {
  const found = statuses.find(([, classes]) => classes.some((each) => error instanceof each));
  return found?.[0] ?? internalError;
}

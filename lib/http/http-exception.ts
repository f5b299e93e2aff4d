import { HttpException } from '@nestjs/common';
import { DuplicateKeyError } from '../driver/errors/write-errors.js';
import type { DocumentsError } from '../errors/documents-error.js';
import { InvalidRequestError } from '../query/request/request-errors.js';
import { ValidationError } from '../validation/validation-error.js';
import { internalError, statusOf } from './error-status.js';

/** The exception for a client: the status, code and problem of an error. It contains no value of a document. */
export function toHttpException(error: DocumentsError): HttpException {
  const status = statusOf(error);
  const body =
    status === internalError
      ? { statusCode: status, message: 'Internal server error' }
      : { statusCode: status, error: error.code, message: error.problem, ...detailsOf(error) };
  return new HttpException(body, status, { cause: error });
}

/** The paths and keys that a form needs to show an error at the right field. */
function detailsOf(error: DocumentsError): object {
  if (error instanceof ValidationError || error instanceof InvalidRequestError)
    return { issues: error.issues.map(({ path, code, message }) => ({ path, code, message })) };
  if (error instanceof DuplicateKeyError) return { keys: error.keys };
  return {};
}

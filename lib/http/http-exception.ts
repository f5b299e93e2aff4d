import { HttpException } from '@nestjs/common';
import { DuplicateKeyError } from '../driver/errors/write-errors.js';
import type { DocumentsError } from '../errors/documents-error.js';
import { InvalidRequestError } from '../query/request/request-errors.js';
import { ValidationError } from '../validation/validation-error.js';
import { InvalidFilterError } from '../query/query-errors.js';
import { badRequest, internalError, statusOf } from './error-status.js';

/** The exception for a client: the status, code and problem of an error. It contains no value of a document. */
export function toHttpException(error: DocumentsError): HttpException {
  const status = statusOf(error);
  const body =
    status === internalError
      ? { statusCode: status, message: 'Internal server error' }
      : { statusCode: status, error: error.code, message: error.problem, ...detailsOf(error) };
  return new HttpException(body, status, { cause: error });
}

/** The reasons, paths and fields that a client needs to show an error at the right field. Reasons name paths and types, never values. */
function detailsOf(error: DocumentsError): object {
  if (error instanceof ValidationError || error instanceof InvalidRequestError)
    return { issues: error.issues.map(({ path, code, message }) => ({ path, code, message })) };
  if (error instanceof InvalidFilterError) return { reason: error.reason, path: error.path };
  if (statusOf(error) === badRequest) return { reason: error.reason };
  if (error instanceof DuplicateKeyError) return { fields: error.fields };
  return {};
}

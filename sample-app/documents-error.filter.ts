import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { DocumentsError, ValidationError } from 'nestjs-documents';

/** Errors that the request is to blame for. For all others the answer is 500 without details, as for any error in Nest. */
const statuses = new Map([
  ['VALIDATION_FAILED', 400],
  ['INVALID_FILTER', 400],
  ['OPERATOR_NOT_ALLOWED', 400],
  ['UNKNOWN_PATH', 400],
  ['DOCUMENT_NOT_FOUND', 404],
  ['DUPLICATE_KEY', 409],
  ['STALE_DOCUMENT', 409],
]);

@Catch(DocumentsError)
export class DocumentsErrorFilter extends BaseExceptionFilter {
  override catch(error: DocumentsError, host: ArgumentsHost) {
    const status = statuses.get(error.code);
    super.catch(status === undefined ? error : new HttpException(bodyOf(error, status), status), host);
  }
}

/** Messages of the package hold no values, but its reasons and remedies are for programmers. */
function bodyOf(error: DocumentsError, statusCode: number): object {
  const body = { statusCode, error: error.code, message: error.problem };
  return error instanceof ValidationError ? { ...body, issues: error.issues } : body;
}

import { BadRequestException } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import type { DocumentId } from '../schema/type/id-types.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { describeType } from '../schema/describe-type.js';
import { NotADocumentError } from '../schema/schema-errors.js';
import { schemaOf } from '../schema/build/schema-of.js';
import { findValueIssues } from '../validation/find-issues.js';
import { idFromText } from './id-from-text.js';

/**
 * Makes a pipe that turns the text of a request into an id of a document class, by the type of its `@Id()`: an ObjectId, a text, a number,
 * a bigint or a UUID. Anything else is answered with 400.
 * @example
 * ```ts
 * @Get(':id')
 * get(@Param('id', ParseIdPipe(Person)) id: ObjectId): Promise<Person> {
 *   return this.people.getById(id);
 * }
 * ```
 * @throws NotADocumentError
 */
export function ParseIdPipe<T extends object>(
  documentClass: DocumentClass<T>,
): PipeTransform<unknown, DocumentId<T>> {
  if (typeof documentClass !== 'function') throw new NotADocumentError('The argument of ParseIdPipe');
  return { transform: (given) => parseId(documentClass, given) };
}

/** @throws BadRequestException */
function parseId(documentClass: DocumentClass, given: unknown): unknown {
  const { name, id } = schemaOf(documentClass);
  const { type } = id.field;
  const parsed = typeof given === 'string' ? idFromText(type.kind, given) : given;
  if (parsed !== undefined && parsed !== null && findValueIssues(type, parsed, id.field.name).length === 0)
    return parsed;
  throw new BadRequestException({
    statusCode: 400,
    error: 'INVALID_ID',
    message: `The id of ${name} must be of type ${describeType(type)}`,
  });
}

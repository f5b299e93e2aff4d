import { BadRequestException } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import type { DocumentId } from '../schema/type/id-types.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { describeType } from '../schema/describe-type.js';
import { assertClassGiven, NotADocumentError } from '../schema/schema-errors.js';
import { findRecord } from '../schema/declare/class-record.js';
import { assertOfThisCopy } from '../schema/declare/copies.js';
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
 * @param options `{ optional: true }` lets an id be absent, as of a query parameter: undefined and null stay as they are
 * @throws NotADocumentError where it is declared
 */
export function ParseIdPipe<T extends object>(
  documentClass: DocumentClass<T>,
  options: { readonly optional: true },
): PipeTransform<unknown, DocumentId<T> | null | undefined>;
export function ParseIdPipe<T extends object>(
  documentClass: DocumentClass<T>,
  options?: ParseIdOptions,
): PipeTransform<unknown, DocumentId<T>>;
export function ParseIdPipe(
  documentClass: DocumentClass,
  { optional = false }: ParseIdOptions = {},
): PipeTransform {
  assertClassGiven(documentClass, 'The argument of ParseIdPipe');
  assertOfThisCopy(documentClass);
  // Its schema is built by the first request: classes may import each other in a circle until all are loaded.
  if (findRecord(documentClass)?.document?.kind !== 'document')
    throw new NotADocumentError(documentClass.name);
  return {
    transform: (given: unknown) => {
      const isAbsent = given === undefined || given === null;
      return isAbsent && optional ? given : parseId(documentClass, given);
    },
  };
}

/** Options of `ParseIdPipe`. */
export interface ParseIdOptions {
  /** Whether the id may be absent. Default false: that is answered with 400. */
  readonly optional?: boolean;
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

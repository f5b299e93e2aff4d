import type { PipeTransform } from '@nestjs/common';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertClassGiven } from '../schema/schema-errors.js';
import { filterFrom } from '../query/request/filter-from.js';
import type { RequestPaging, RequestQuery, RequestQueryOptions } from '../query/request/request-options.js';

/**
 * Makes a pipe that reads filter, sort and page from the query string of a request, as `filterFrom` does. `DocumentsExceptionFilter` answers
 * 400 with all issues.
 * @example
 * ```ts
 * @Get()
 * list(@Query(FilterFromPipe(Person, { filter: { name: ['contains'] } })) { filter, page }: RequestQuery<Person>) {
 *   return this.people.find(filter).page(page);
 * }
 * ```
 * @throws NotADocumentError
 */
export function FilterFromPipe<T extends object, P extends RequestPaging = 'number'>(
  documentClass: DocumentClass<T>,
  options: RequestQueryOptions<NoInfer<T>, P>,
): PipeTransform<unknown, RequestQuery<T, P>> {
  assertClassGiven(documentClass, 'The argument of FilterFromPipe');
  return { transform: (query) => filterFrom(documentClass, query, options) };
}

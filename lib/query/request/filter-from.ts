import type { DocumentClass } from '../../schema/declare/class-record.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import { assignParameters } from './assign-parameters.js';
import { declaredRequest } from './declared-request.js';
import { readConditions } from './read-conditions.js';
import { readRequestedPage } from './read-page.js';
import { readParameters } from './read-parameters.js';
import { readSort } from './read-sort.js';
import { InvalidRequestError } from './request-errors.js';
import { RequestIssues } from './request-issues.js';
import type { RequestPaging, RequestQuery, RequestQueryOptions } from './request-options.js';

/**
 * Reads filter, sort and page from the query string of a request: `?createdAt[gte]=2026-01-01&name[contains]=ad&sort=-createdAt&page=2`.
 * Texts become values by the kinds of their fields. Only declared paths, operators and parameters get through.
 * @param query as Express, Fastify or another framework has parsed it
 * @example
 * ```ts
 * const { filter, sort, page } = filterFrom(Person, request.query, {
 *   filter: { name: ['eq', 'contains'], createdAt: ['range'], 'address.city': ['eq', 'in'] },
 *   sort: ['name', 'createdAt'],
 *   size: { default: 20, max: 100 },
 * });
 * return people.find(filter).sort(sort).page(page);
 * ```
 * @throws InvalidRequestError with all issues of the query, one for each wrong or unknown parameter
 * @throws InvalidRequestOptionsError if the options do not fit the class; NotADocumentError
 */
export function filterFrom<T extends object, P extends RequestPaging = 'number'>(
  documentClass: DocumentClass<T>,
  query: unknown,
  options: RequestQueryOptions<NoInfer<T>, P>,
): RequestQuery<T, P> {
  const schema = schemaOf(documentClass);
  const declared = declaredRequest(schema, options);
  const issues = new RequestIssues();
  const parameters = readParameters(query, declared.ignored, issues);
  const given = assignParameters(parameters, declared, issues);
  const filter = readConditions(given.conditions, declared, issues);
  const sort = readSort(given.others.get('sort'), declared, issues);
  const page = readRequestedPage(given.others, declared, issues);
  if (issues.listed.length > 0) throw new InvalidRequestError(schema.name, issues.listed);
  return { filter, sort, page } as unknown as RequestQuery<T, P>;
}

import type { DocumentPath, IndexedPath, NamedPath } from '../../schema/type/path-types.js';
import type { DocumentSort } from '../compile-sort.js';
import type { DocumentFilter } from '../filter.js';
import type { KeysetPageOptions, NumberedPageOptions } from '../page/page-options.js';

/**
 * An operator that requests may use: `name[contains]=ad`; `name=Ada` is `eq`. `in` and `nin` take several values, as `a,b` or repeated.
 * `range` in a declaration stands for `gt`, `gte`, `lt` and `lte`. `exists` takes `true` or `false`.
 */
export type RequestOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'nin'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'range'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'exists';

/** The pages that requests ask for: `page=2&size=50` by number, `first=50&after=…` or `last=50&before=…` by cursor. */
export type RequestPaging = 'number' | 'cursor';

/** The parameters that the query string of a request may have. Nothing else gets through. */
export interface RequestQueryOptions<T, P extends RequestPaging = RequestPaging> {
  /** The operators by path. A path with the name of a parameter, such as `size`, is compared by `size[eq]=5`. Default none. */
  readonly filter?: RequestFilters<T>;
  /** The paths of `sort=-createdAt,name`, where `-` means descending. Default none. */
  readonly sort?: readonly DocumentPath<T>[];
  /** The sort of requests without `sort`, whose paths need not be among those of `sort`. Default none. */
  readonly defaultSort?: DocumentSort<T>;
  /** The number of documents on a page: `default`, 20 or `max` if that is less, and `max`, 100. A greater number is an issue. */
  readonly size?: { readonly default?: number; readonly max?: number };
  /** Default `number`. */
  readonly page?: P;
  /** Whether `contains`, `startsWith` and `endsWith` ignore case; otherwise `startsWith` can use an index. Default true. */
  readonly ignoreCase?: boolean;
  /** Names of parameters that are for others, and left out here. Default none. */
  readonly ignore?: readonly string[];
}

/** Operators by path. */
type RequestFilters<T> = (T extends unknown
  ? { readonly type: Operators<NamedPath<T>> & Operators<IndexedPath<T>> }
  : never)['type'];

// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a Partial of a Record costs several times as much
type Operators<Path extends string> = { readonly [K in Path]?: readonly RequestOperator[] };

/** A request for documents: `people.find(filter).sort(sort).page(page)`. */
export interface RequestQuery<T, P extends RequestPaging = 'number'> {
  /** Only declared paths. To join it with a condition of the program: `and(filter, { tenant })`. */
  readonly filter: DocumentFilter<T>;
  /** `{}` if neither the request nor the program sorts. */
  readonly sort: DocumentSort<T>;
  readonly page: P extends 'cursor' ? KeysetPageOptions : NumberedPageOptions;
}

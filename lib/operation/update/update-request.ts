import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { kindOf } from '../../kind/kinds.js';
import { compileFilter } from '../../query/compile-filter.js';
import { Operator } from '../../query/filter-operator.js';
import { isEmptyPlain } from '../../value/plain-object.js';
import { assertOptions } from '../assert-options.js';
import type { Condition } from '../concrete-schema.js';
import { compileId } from '../compile-id.js';
import { EmptyFilterError } from '../operation-errors.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** The documents that an operation by a filter is about. */
export interface Selected {
  /** The filter as receivers see it. */
  readonly filter: object;
  /** The id, if it is the filter for one. */
  readonly id?: unknown;
  /** The filter in the server's form. */
  readonly condition: Condition;
}

/**
 * Compiles the filter of an operation that writes.
 * @throws EmptyFilterError without `allowAll`, InvalidOptionsError, InvalidFilterError, UnknownPathError, OperatorNotAllowedError
 */
export function selectedBy(
  repository: RepositoryContext,
  origin: SignalOrigin,
  filter: object,
  options: UpdateOptions,
): Selected {
  const { schema } = repository;
  const compiled = compileFilter(schema, filter, options);
  assertOptions(repository, options);
  if (isEmptyPlain(compiled) && !options.allowAll) throw new EmptyFilterError(schema.name, origin);
  const { withDeleted = false } = options;
  return {
    filter: Operator.isOperator(filter) ? filter : Object.freeze({ ...filter }),
    condition: { filter: compiled, withDeleted },
  };
}

/** The document with an id. @throws InvalidFilterError if no document of the class can have it, InvalidOptionsError */
export function selectedById(
  repository: RepositoryContext,
  id: unknown,
  options: Pick<UpdateOptions, 'withDeleted'>,
): Selected {
  const { field } = repository.schema.id;
  assertOptions(repository, options);
  return {
    filter: Object.freeze({ [field.name]: id }),
    id: kindOf(field.type).convert(id),
    condition: {
      filter: { [field.key]: { $eq: compileId(repository.schema, id) } },
      withDeleted: options.withDeleted ?? false,
    },
  };
}

import type { Selection } from '../../query/compile-selection.js';
import { assertIdShown, assertReferencesShown } from '../../query/populate/assert-loaded.js';
import { addSteps } from '../../query/populate/populate-steps.js';
import type { PopulateStep } from '../../query/populate/populate-steps.js';
import { isObject } from '../../value/own-value.js';
import { selectionOf } from '../find/find.js';
import type { AfterLoad, Query } from '../find/query.js';
import { noOptions } from '../operation-options.js';
import type { LoadOptions } from '../operation-options.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { Populate } from './populate.js';

/** The properties that a query fills in the documents that it loads. */
export class Populating implements AfterLoad {
  private constructor(private readonly steps: readonly PopulateStep[]) {}

  /**
   * The query that also fills the properties at these paths.
   * @param given a list of paths, or an object that has options for each
   * @throws InvalidQueryError for a path that does not lead to one, for one whose ids are not selected, and for options that do not fit;
   * UnknownPathError, InvalidFilterError, OperatorNotAllowedError
   */
  static extend(repository: RepositoryContext, query: Query, given: unknown): Query {
    const before = query.afterLoad instanceof Populating ? query.afterLoad.steps : [];
    const steps = addSteps(repository.schema, repository.registry, before, given);
    const extended = { ...query, afterLoad: new Populating(steps) };
    Populating.assertSelected(repository, extended);
    return extended;
  }

  /** The steps of paths for documents of any selection. @throws what `extend` throws */
  static stepsOf(repository: RepositoryContext, given: unknown): readonly PopulateStep[] {
    const steps = addSteps(repository.schema, repository.registry, [], given);
    assertShown(repository, steps, { shown: undefined });
    return steps;
  }

  /** Checks that a query loads the ids by which it fills properties. @throws InvalidQueryError */
  static assertSelected(repository: RepositoryContext, query: Query): void {
    if (query.afterLoad instanceof Populating)
      assertShown(repository, query.afterLoad.steps, selectionOf(repository, query));
  }

  /** Checks that plain objects have what is needed to fill properties. @throws InvalidQueryError */
  static assertPlain(repository: RepositoryContext, query: Query): void {
    if (query.afterLoad instanceof Populating)
      assertIdShown(repository.schema, query.afterLoad.steps, selectionOf(repository, query).shown);
  }

  async run(operation: Operation, query: Query, documents: readonly object[]): Promise<void> {
    const { isReadOnly, isPlain, onUnreadable, server = {} } = query;
    const { maxTimeMS, comment, readPreference, readConcern } = server;
    const options = {
      ...given({ isReadOnly, isPlain, onUnreadable }),
      server: given({ maxTimeMS, comment, readPreference, readConcern }),
    };
    await new Populate(operation, options).fill(operation.repository, this.steps, documents);
  }
}

/** The query of a method with the option `populate`, which fills properties if that is given. @throws what `Populating.extend` throws */
export function populatedAsAsked(repository: RepositoryContext, query: Query, options: LoadOptions): Query {
  const given = options === noOptions || !isObject(options) ? undefined : options.populate;
  return given === undefined ? query : Populating.extend(repository, query, given);
}

/** The options that have a value. */
function given<O extends object>(options: O): { [Name in keyof O]?: Exclude<O[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** Also of what is loaded in between: by default, so without fields with `{ select: false }`. */
function assertShown(
  repository: RepositoryContext,
  steps: readonly PopulateStep[],
  { shown }: Pick<Selection, 'shown'>,
): void {
  assertReferencesShown(repository.schema, steps, shown);
  for (const { schema, options, below } of steps) {
    const target = repository.ofSchema(schema);
    assertShown(target, below, selectionOf(target, options));
  }
}

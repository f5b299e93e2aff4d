import type { Selection } from '../../query/compile-selection.js';
import { assertReferencesShown } from '../../query/populate/assert-loaded.js';
import { addSteps } from '../../query/populate/populate-steps.js';
import type { PopulateStep } from '../../query/populate/populate-steps.js';
import { selectionOf } from '../find/find.js';
import type { AfterLoad, Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { Populate } from './populate.js';

/** The properties that a query fills in the documents that it loads. */
export class Populating implements AfterLoad {
  private constructor(private readonly steps: readonly PopulateStep[]) {}

  /**
   * The query that also fills the properties at these paths.
   * @throws InvalidQueryError for a path that does not lead to one, and for one whose ids are not selected
   */
  static extend(repository: RepositoryContext, query: Query, paths: readonly string[]): Query {
    const before = query.afterLoad instanceof Populating ? query.afterLoad.steps : [];
    const extended = { ...query, afterLoad: new Populating(addSteps(repository.schema, before, paths)) };
    Populating.assertSelected(repository, extended);
    return extended;
  }

  /** The steps of paths for documents of any selection. @throws InvalidQueryError */
  static stepsOf(repository: RepositoryContext, paths: readonly string[]): readonly PopulateStep[] {
    const steps = addSteps(repository.schema, [], paths);
    assertShown(repository, steps, { shown: undefined });
    return steps;
  }

  /** Checks that a query loads the ids by which it fills properties. @throws InvalidQueryError */
  static assertSelected(repository: RepositoryContext, query: Query): void {
    if (query.afterLoad instanceof Populating)
      assertShown(repository, query.afterLoad.steps, selectionOf(repository, query));
  }

  async run(operation: Operation, query: Query, documents: readonly object[]): Promise<void> {
    const { isReadOnly, server = {} } = query;
    const { maxTimeMS, comment, readPreference, readConcern } = server;
    const shared = { maxTimeMS, comment, readPreference, readConcern };
    const given = Object.entries(shared).filter(([, value]) => value !== undefined);
    const options = { ...(isReadOnly && { isReadOnly }), server: Object.fromEntries(given) };
    await new Populate(operation, options).fill(operation.repository, this.steps, documents);
  }
}

/** Also of what is loaded in between: by default, so without fields with `{ select: false }`. */
function assertShown(
  repository: RepositoryContext,
  steps: readonly PopulateStep[],
  { shown }: Pick<Selection, 'shown'>,
): void {
  assertReferencesShown(repository.schema.name, steps, shown);
  for (const { schema, below } of steps) {
    const target = repository.ofSchema(schema);
    assertShown(target, below, selectionOf(target, {}));
  }
}

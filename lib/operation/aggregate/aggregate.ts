import type { AggregationCursor } from 'mongodb';
import type { ExplainVerbosity } from '../../driver/command/check-options.js';
import type { ServerOptions } from '../../driver/command/find-options.js';
import { rowDecoder } from '../../codec/decode-row.js';
import type { FieldType } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { assertAllRead, closeCursor } from '../find/find.js';
import type { ByteCursor, DriverCursor } from '../find/find.js';
import { assertOutsideOfTransactions, explainOptions, serverOptions } from '../find/query.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** A compiled aggregation, in the server's form. */
export interface CompiledAggregation {
  /** All stages; the first ones restrict the documents to those that the repository may find. */
  readonly pipeline: readonly Plain[];
  /** The type of the rows. */
  readonly rowType: FieldType;
  /** The rows in errors. */
  readonly rowName: string;
  readonly server: ServerOptions;
}

/** The part of an aggregation that the server gets. */
type SentAggregation = Pick<CompiledAggregation, 'pipeline' | 'server'>;

/** Reads all rows. @throws DecodeError */
export async function aggregateAll(
  repository: RepositoryContext,
  aggregation: CompiledAggregation,
  options: OperationOptions,
): Promise<unknown[]> {
  const operation = new Operation(repository, 'aggregate', options);
  try {
    const reading = byteCursor(operation, aggregation);
    const stored = await operation.commands.read(() => reading.toArray());
    assertAllRead(operation, {}, reading, stored.length);
    const decode = rowDecoder(aggregation.rowType, aggregation.rowName);
    return stored.map((each) => decode(each));
  } finally {
    await operation.end();
  }
}

/** Reads the rows batch by batch and yields them one after another; leaving the loop closes the cursor. @throws DecodeError */
export async function* aggregateEach(
  repository: RepositoryContext,
  aggregation: CompiledAggregation,
  options: OperationOptions,
): AsyncGenerator<unknown, void, void> {
  const operation = new Operation(repository, 'aggregate', options);
  const reading = byteCursor(operation, aggregation);
  const decode = rowDecoder(aggregation.rowType, aggregation.rowName);
  try {
    for (let count = 0; ; count++) {
      const stored = await operation.commands.read(() => reading.next());
      if (!stored) {
        assertAllRead(operation, {}, reading, count);
        return;
      }
      operation.assertGoesOn();
      yield decode(stored);
    }
  } finally {
    await closeCursor(operation, reading);
  }
}

/** Asks the server how it runs the pipeline. @throws InvalidQueryError in a transaction */
export async function explainAggregation(
  repository: RepositoryContext,
  aggregation: CompiledAggregation,
  verbosity: ExplainVerbosity,
  options: OperationOptions,
): Promise<Plain> {
  const operation = new Operation(repository, 'aggregate', options);
  try {
    assertOutsideOfTransactions(operation, 'explain');
    const reading = cursor(operation, aggregation);
    const explaining = explainOptions(operation, aggregation, verbosity);
    return await operation.commands.read(() => reading.explain(explaining));
  } finally {
    await operation.end();
  }
}

/** The cursor over the bytes of what a pipeline gives. @throws InvalidQueryError for an option that a transaction does not allow */
export function byteCursor(operation: Operation, aggregation: SentAggregation): ByteCursor {
  return cursor(operation, aggregation) as DriverCursor<unknown> as ByteCursor;
}

function cursor(operation: Operation, aggregation: SentAggregation): AggregationCursor {
  const { repository, session } = operation;
  return repository.collection.aggregate([...aggregation.pipeline], {
    ...serverOptions(operation, aggregation),
    raw: true,
    ...(session && { session }),
  });
}

import { InvalidPipelineError } from '../../query/query-errors.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isEmptyPlain, newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { restrict } from '../concrete-schema.js';
import type { RepositoryContext } from '../repository-context.js';

/** The documents that a pipeline begins with: all of a class that its repository may find. */
export type RowSource = Pick<RepositoryContext, 'schema' | 'family' | 'registry' | 'connection'>;

/** Stages that the server reads only at the beginning of a pipeline. */
const firstStages: readonly string[] = Object.freeze(['$geoNear', '$search', '$vectorSearch']);

/**
 * Finds the documents of another class.
 * @throws NotADocumentError
 * @throws InvalidPipelineError if no repository of this application is of that class, or those that are have another connection
 */
export function sourceOf(
  { registry, connection }: RowSource,
  place: string,
  documentClass: unknown,
): RowSource {
  if (typeof documentClass !== 'function')
    throw new InvalidPipelineError(
      place,
      `It was given ${describeValue(documentClass)} in place of a document class`,
      'Pass the class itself',
    );
  const schema: RootSchema = schemaOf(documentClass as DocumentClass);
  if (!registry.hasMember(schema))
    throw new InvalidPipelineError(
      place,
      `${schema.name} is not registered, so nobody says where it is stored`,
      `Import DocumentsModule.forFeature([${schema.name}])`,
    );
  // Nothing is known of a class whose repository a test has replaced.
  const connections = registry.connectionsOf(schema);
  if (connections.length > 0 && !connections.includes(connection.name))
    throw new InvalidPipelineError(
      place,
      `${schema.name} is stored over the connection "${connections[0] as string}", and the aggregation runs on "${connection.name}"`,
      'Read them apart: the server joins collections of one database only',
    );
  return { schema, registry, connection, family: registry.family(schema) };
}

/** The stages, with a first one that restricts the documents to those that the repository may find. */
export function restricted(
  source: RowSource,
  stages: readonly Plain[],
  withDeleted: boolean,
): readonly Plain[] {
  const [first = newPlain(), ...rest] = stages;
  // A near or text condition must stand in the first stage.
  if (Object.hasOwn(first, '$match'))
    return [{ $match: restrict(source, { filter: first['$match'] as Plain, withDeleted }) }, ...rest];
  const filter = restrict(source, { filter: newPlain(), withDeleted });
  if (isEmptyPlain(filter)) return stages;
  const restriction = { $match: filter };
  return firstStages.some((key) => Object.hasOwn(first, key))
    ? [first, restriction, ...rest]
    : [restriction, ...stages];
}

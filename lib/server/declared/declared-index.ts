import type { Document } from 'mongodb';
import type { IndexPath } from '../../schema/collection-schema.js';
import type { IndexSchema, RootSchema } from '../../schema/document-schema.js';
import type { DeclaredIndex } from '../declared-collection.js';
import { partialFilter } from './partial-filter.js';

/**
 * An index of a class in the server's form.
 * @param members the classes of the collection
 * @throws InvalidSchemaError if its filter cannot be one of an index
 */
export function declaredIndex(
  schema: RootSchema,
  index: IndexSchema,
  members: readonly RootSchema[],
): DeclaredIndex {
  const { keys, options, declaredBy } = index;
  const { name = defaultName(keys), unique, sparse, hidden, expireAfter, collation } = options;
  const where = partialFilter(schema, index, members);
  const compiled: Document = {
    ...(unique && { unique }),
    ...(sparse && { sparse }),
    ...(where && { partialFilterExpression: where }),
    ...(expireAfter !== undefined && { expireAfterSeconds: expireAfter }),
    ...(collation && { collation }),
    ...(hidden && { hidden }),
    ...textOptions(options),
    ...projection(options.select, 1),
    ...projection(options.omit, 0),
    ...given(options, 'bits', 'min', 'max'),
  };
  return Object.freeze({
    name,
    keys: Object.freeze(keys.map(({ keyPath, direction }) => Object.freeze([keyPath, direction] as const))),
    options: Object.freeze(compiled),
    declaredBy: Object.freeze([declaredBy]),
  });
}

function textOptions({ weights, language, languageField }: IndexSchema['options']): Document {
  const entries = weights?.map(({ keyPath, weight }) => [keyPath, weight] as const);
  return {
    ...(entries && { weights: Object.freeze(Object.fromEntries(entries)) }),
    ...(language !== undefined && { default_language: language }),
    ...(languageField !== undefined && { language_override: languageField }),
  };
}

function projection(paths: readonly IndexPath[] | undefined, included: 0 | 1): Document {
  if (!paths) return {};
  const entries = paths.map(({ keyPath }) => [keyPath, included] as const);
  return { wildcardProjection: Object.freeze(Object.fromEntries(entries)) };
}

function given(
  options: IndexSchema['options'],
  ...names: readonly (keyof IndexSchema['options'])[]
): Document {
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** The name that the server gives an index. */
function defaultName(keys: IndexSchema['keys']): string {
  return keys.map(({ keyPath, direction }) => `${keyPath}_${direction}`).join('_');
}

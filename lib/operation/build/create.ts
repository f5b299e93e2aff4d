import type { Values } from '../../codec/decode.js';
import { frozenContext } from '../../lifecycle/new-payload.js';
import type { WriteOptions } from '../operation-options.js';
import { assertOptions } from '../assert-options.js';
import { hearsInit } from './initialise.js';
import type { RepositoryContext } from '../repository-context.js';
import { build } from './build.js';
import { save } from '../save/save.js';

/** Builds a new document from values by field name, and inserts it. */
export async function create(
  repository: RepositoryContext,
  values: Values,
  options: WriteOptions,
): Promise<object> {
  assertOptions(repository, options);
  const shared = hearsInit(repository) ? withContext(repository, options) : options;
  const document = build(repository, values, shared, 'create');
  return save(repository, document, shared, 'create');
}

/** Determines the context once, so that receivers of both operations get the same object. */
function withContext({ connection }: RepositoryContext, options: WriteOptions): WriteOptions {
  return { ...options, context: frozenContext(options.context ?? connection.currentContext?.()) };
}

import { assemble } from '../../codec/fast/assemble-document.js';
import type { Values } from '../../codec/decode.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { assertOptions } from '../assert-options.js';
import { assertKnownFields } from '../write/assert-valid.js';
import { normaliseDocument } from '../write/normalise-document.js';
import { convertGiven } from '../../codec/convert-given.js';
import { hearsInit, initialise } from './initialise.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';

/** Builds a new document from values by field name. Sends no command. */
export function build(
  repository: RepositoryContext,
  values: Values,
  options: OperationOptions,
  origin: SignalOrigin = 'build',
): object {
  assertKnownFields(repository.schema, values);
  assertOptions(repository, options);
  repository.connection.work.assertOpen(repository.schema.name);
  return hearsInit(repository)
    ? buildWithSignals(repository, values, options, origin)
    : buildSilently(repository, values);
}

function buildWithSignals(
  repository: RepositoryContext,
  values: Values,
  options: OperationOptions,
  origin: SignalOrigin,
): object {
  const operation = new Operation(repository, origin, options);
  try {
    return buildWithin(operation, values);
  } finally {
    void operation.end();
  }
}

/** Builds a new document from checked values, as part of an operation that sends the init signals. */
export function buildWithin(operation: Operation, values: Values): object {
  const { repository } = operation;
  const { schema, memory } = repository;
  if (!hearsInit(repository)) return buildSilently(repository, values);
  const document = initialise(operation, schema, convertGiven(schema, values, memory.undeclared), true);
  memory.states.set(document, 'new');
  return document;
}

function buildSilently({ schema, memory }: RepositoryContext, values: Values): object {
  const { undeclared } = memory;
  const document = assemble(schema, convertGiven(schema, values, undeclared), undeclared);
  assertTaken(schema, document, { states: memory.states, isGiven: true });
  normaliseDocument(schema, document, undefined);
  memory.states.set(document, 'new');
  return document;
}

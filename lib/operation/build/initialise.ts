import { assemble } from '../../codec/fast/assemble-document.js';
import type { Values } from '../../codec/decode.js';
import { mapEmbedded } from '../../kind/map-embedded.js';
import { postInit, preInit } from '../../lifecycle/signals.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { assertKnownFields } from '../write/assert-valid.js';
import { normaliseDocument } from '../write/normalise-document.js';
import { instantiatedClasses } from './instantiated-classes.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { sendSynchronously } from '../announce/send-synchronously.js';

/** Whether the init signals of these documents, embedded ones included, have receivers. */
export function hearsInit({ bus, family }: RepositoryContext): boolean {
  const senders = instantiatedClasses(family);
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- runs for each document that is created: iterators allocate objects
  for (let index = 0; index < senders.length; index++) {
    const sender = senders[index] as DocumentClass;
    if (bus.hasReceivers(preInit, sender) || bus.hasReceivers(postInit, sender)) return true;
  }
  return false;
}

/**
 * Builds a document from its values and sends the init signals. Embedded documents come first and are complete when the document that holds
 * them gets its values.
 */
export function initialise(
  operation: Operation,
  schema: DocumentSchema,
  given: Values,
  created: boolean,
  loaded?: ReadonlySet<string>,
): object {
  const { undeclared } = operation.repository.memory;
  const sender = schema.documentClass;
  const values: Values = { ...given };
  undeclared.move(given, values);
  for (const { name, type } of schema.fields) {
    if (Object.hasOwn(values, name)) values[name] = initialiseValue(operation, type, values[name], created);
  }
  if (sendSynchronously(operation, preInit, sender, { values, created })) assertKnownFields(schema, values);
  const document = assemble(schema, values, undeclared, loaded);
  if (created) {
    assertTaken(schema, document, { states: operation.repository.memory.states, isGiven: true });
    normaliseDocument(schema, document, undefined);
  }
  sendSynchronously(operation, postInit, sender, { document, created });
  return document;
}

/** Initialises the embedded documents of a value, in order. */
function initialiseValue(operation: Operation, type: FieldType, value: unknown, created: boolean): unknown {
  return mapEmbedded(type, value, (schema, fields) => initialise(operation, schema, fields, created));
}

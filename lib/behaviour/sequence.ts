import type { Connection } from '../driver/connection.js';
import { callDriver } from '../driver/command/call-driver.js';
import { WriteNotDurableError, WriteOutcomeUnknownError } from '../driver/errors/outcome-errors.js';
import { DuplicateKeyError } from '../driver/errors/write-errors.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { assertSettable, setField } from '../schema/set-field.js';
import type { FieldRole } from '../schema/declare/field-role.js';
import type { Behaviour } from './behaviour.js';
import { SequenceError } from './sequence-error.js';

type SequenceRole = FieldRole & { readonly kind: 'sequence' };

/** The collection of the counters: `{ _id: 'Invoice.number', count: 3 }`, beside the collections of their documents. */
const collectionName = 'sequences';

/** The collection was changed by others, or the server's reply was lost: the document would otherwise lack a number. */
const noCount = 'The server has raised the counter and sent no count of it.';

/**
 * `@Sequence()`: numbers new documents, those of a bulk insert with one block. The counter is raised outside of any session, so that an
 * abort leaves a gap and a transaction does not block others.
 */
export const sequence: Behaviour = {
  name: 'sequence',

  concerns: (schema) => sequenceFields(schema).length > 0,

  async beforeInsert(schema, documents, { repository: { connection, ambient } }) {
    for (const field of sequenceFields(schema)) {
      const { start, counter = counterOf(schema, field) } = field.role as SequenceRole;
      const unnumbered = documents.filter(
        ({ [field.name]: number }) => number === undefined || number === null,
      );
      if (unnumbered.length === 0) continue;
      for (const document of unnumbered) assertSettable(schema, document, field.name);
      const { length } = unnumbered;
      const first = start + (await ambient.outside(() => reserve(connection, schema.name, counter, length)));
      unnumbered.forEach((document, index) => {
        setField(
          schema,
          document,
          field.name,
          field.type.kind === 'bigint' ? BigInt(first + index) : first + index,
        );
      });
    }
  },
};

function sequenceFields(schema: RootSchema): FieldSchema[] {
  return schema.roleFields.filter(({ role }) => role?.kind === 'sequence');
}

/** Names the counter after the class that declares the field: all documents of a collection are numbered together. */
function counterOf(schema: RootSchema, field: FieldSchema): string {
  const { base } = schema;
  const isInherited = base?.fieldsByName.get(field.name)?.role?.kind === 'sequence';
  return isInherited ? counterOf(base, field) : `${schema.name}.${field.name}`;
}

/** @returns the number of values assigned before these. @throws SequenceError, and what `callDriver` throws except unknown outcomes */
async function reserve(
  connection: Connection,
  documentName: string,
  counter: string,
  count: number,
): Promise<number> {
  const raise = async (): Promise<number> => {
    const raised = await callDriver(connection, { name: counter }, 'write', () =>
      connection
        .collection(collectionName)
        .findOneAndUpdate(
          { _id: counter as never },
          { $inc: { count } },
          { upsert: true, returnDocument: 'after' },
        ),
    );
    const total = Number(raised?.['count']);
    if (!Number.isFinite(total)) throw new SequenceError(documentName, counter, new Error(noCount));
    return total - count;
  };
  try {
    // Another process may have created the counter at the same time: then raising it again succeeds.
    return await raise().catch((error: unknown) => {
      if (error instanceof DuplicateKeyError) return raise();
      throw error;
    });
  } catch (error) {
    if (error instanceof WriteOutcomeUnknownError || error instanceof WriteNotDurableError)
      throw new SequenceError(documentName, counter, error);
    throw error;
  }
}

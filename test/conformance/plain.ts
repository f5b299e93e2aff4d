import type { Db } from 'mongodb';
import { ObjectId } from 'mongodb';

/** A value as the recording writes it: ids as `<id>`, documents and maps as plain objects, nothing for what is undefined. */
export function plain(value: unknown): unknown {
  if (value instanceof ObjectId) return '<id>';
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, plain(each)]),
  );
}

/** A document, its id under `_id`, as the recording has it. */
export function plainDocument(document: object): unknown {
  const { id, ...fields } = document as { readonly id?: unknown };
  return plain({ _id: id, ...fields });
}

/** Reads with the driver: the documents of each collection that is not empty, ordered by id. */
export async function readStored(db: Db): Promise<Record<string, unknown>> {
  const stored: Record<string, unknown> = {};
  for (const { name } of await db.listCollections().toArray()) {
    const documents = await db.collection(name).find().sort({ _id: 1 }).toArray();
    if (documents.length > 0) stored[name] = plain(documents);
  }
  return stored;
}

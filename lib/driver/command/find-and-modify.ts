import { BSON, MongoServerError } from 'mongodb';
import type { ClientSession, Collection, Document, FindOneAndUpdateOptions, UpdateFilter } from 'mongodb';

/** One document that a command finds and changes; everything in the server's form. */
export interface FoundToModify {
  readonly filter: Document;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  /** Default the whole document. */
  readonly projection?: Document | undefined;
  readonly session: ClientSession | undefined;
}

/** The form of the answer to a command that leaves a document. */
export interface ModifiedForm {
  readonly returns: 'after' | 'before';
  /** Whether a document is inserted if none matches. */
  readonly upsert: boolean;
}

/** The answer to a command that has found and changed a document. */
export interface ModifiedAnswer {
  /** The document as bytes; null if there was none. */
  readonly bytes: Buffer | null;
  /** Whether an upsert has inserted it. */
  readonly created: boolean;
  /** The stored id of the document that it has inserted. */
  readonly insertedId?: unknown;
}

/** Updates one document and returns it. @throws what the driver throws */
export function findAndUpdate(
  collection: Collection,
  found: FoundToModify,
  update: Document | readonly Document[],
  form: ModifiedForm & { readonly arrayFilters?: readonly Document[] | undefined },
): Promise<ModifiedAnswer> {
  const { arrayFilters } = form;
  const options = { ...optionsOf(found, form), ...(arrayFilters && { arrayFilters: [...arrayFilters] }) };
  const sent = update as UpdateFilter<Document> | Document[];
  return answerOf(form, () => collection.findOneAndUpdate(found.filter, sent, options));
}

/** Deletes one document and returns it. @throws what the driver throws */
export function findAndDelete(collection: Collection, found: FoundToModify): Promise<ModifiedAnswer> {
  const { filter, ...rest } = found;
  return answerOf(deleted, () =>
    collection.findOneAndDelete(filter, optionsOf({ filter, ...rest }, deleted)),
  );
}

const deleted: ModifiedForm = Object.freeze({ returns: 'before', upsert: false });

type Options = FindOneAndUpdateOptions & { readonly includeResultMetadata: true };

/** `raw` keeps the document as bytes; the option for single fields concerns lists only. */
function optionsOf({ sort, projection, session }: FoundToModify, { returns, upsert }: ModifiedForm): Options {
  const options: Options = { session, raw: true, includeResultMetadata: true, returnDocument: returns };
  if (upsert) options.upsert = true;
  if (sort) options.sort = new Map(sort);
  if (projection) options.projection = projection;
  return options;
}

async function answerOf({ upsert }: ModifiedForm, call: () => Promise<Document>): Promise<ModifiedAnswer> {
  const answer = (await call().catch(rethrowReadable)) as {
    readonly value: Buffer | null | undefined;
    readonly lastErrorObject: Buffer;
  };
  const { updatedExisting, upserted } = upsert ? BSON.deserialize(answer.lastErrorObject) : {};
  const created = updatedExisting === false;
  return { bytes: answer.value ?? null, created, ...(created && { insertedId: upserted as unknown }) };
}

/** Parses the parts of a server's error that `raw` has kept as bytes. @throws the error */
function rethrowReadable(error: unknown): never {
  if (error instanceof MongoServerError) {
    parseBytesOf(error);
    parseBytesOf(error.errorResponse);
  }
  throw error;
}

function parseBytesOf(fields: object): void {
  for (const [key, value] of Object.entries(fields))
    if (Buffer.isBuffer(value)) Reflect.set(fields, key, BSON.deserialize(value));
}

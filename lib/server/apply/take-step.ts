import type { Document } from 'mongodb';
import type { Connection } from '../../driver/connection.js';
import { ShuttingDownError } from '../../driver/errors/shutdown-error.js';
import { propertyOf } from '../../errors/read-safely.js';
import { listIndexes } from '../existing/read-existing.js';
import { readIndexes } from '../existing/read-index.js';
import { differingParts } from '../form/index-details.js';
import { formOfExisting } from '../form/index-form.js';
import type { IndexForm } from '../form/index-form.js';
import type { BuildStep, DropStep, SchemaStep, UniqueStep } from '../schema-step.js';

/** NamespaceExists: another instance has made the collection. */
const collectionExists: readonly unknown[] = Object.freeze([48]);
/** IndexOptionsConflict, IndexKeySpecsConflict, IndexAlreadyExists: perhaps the index that another instance has made. */
const indexExists: readonly unknown[] = Object.freeze([85, 86, 68]);
/** NamespaceNotFound, IndexNotFound: another instance has dropped it. */
const notFound: readonly unknown[] = Object.freeze([26, 27]);

/** Takes a step, unless it is taken already, perhaps by another instance at this moment. @throws the driver's error, ShuttingDownError */
export async function takeStep(connection: Connection, step: SchemaStep): Promise<void> {
  if (step.step === 'build') return build(connection, step);
  if (step.step === 'drop') return drop(connection, step);
  if (step.step === 'unique') return makeUnique(connection, step);
  return send(connection, step.command, collectionExists);
}

async function build(connection: Connection, step: BuildStep): Promise<void> {
  const { collection, specification, form } = step;
  try {
    await send(connection, { createIndexes: collection, indexes: [specification] });
  } catch (error) {
    if (!indexExists.includes(propertyOf(error, 'code'))) throw error;
    // Another instance may have found another name free.
    const found = await readForms(connection, collection);
    if (![...found.values()].some((each) => differingParts(each, form).length === 0)) throw error;
  }
}

async function drop(connection: Connection, { collection, index, form }: DropStep): Promise<void> {
  const found = (await readForms(connection, collection)).get(index);
  if (!found || differingParts(found, form).length > 0) return;
  await send(connection, { dropIndexes: collection, index }, notFound);
}

async function makeUnique(connection: Connection, { collection, index: name }: UniqueStep): Promise<void> {
  const change = (options: object): Promise<void> =>
    send(connection, { collMod: collection, index: { name, ...options } });
  if ((await readForms(connection, collection)).get(name)?.unique === 'yes') return;
  await change({ prepareUnique: true });
  try {
    await change({ unique: true });
  } catch (error) {
    // It accepts duplicates as before. A failure of this hides nothing: the plan lists it.
    await change({ prepareUnique: false }).catch(() => undefined);
    throw error;
  }
}

/** The indexes of a collection in comparable form, by name. */
async function readForms(connection: Connection, collection: string): Promise<Map<string, IndexForm>> {
  const listed = readIndexes(await listIndexes(connection, collection));
  return new Map(listed.map((each) => [each.name, formOfExisting(each)]));
}

/** @param tolerated codes of errors that say that it is done already */
async function send(
  connection: Connection,
  command: Document,
  tolerated: readonly unknown[] = [],
): Promise<void> {
  if (connection.work.isOver) throw new ShuttingDownError('the schema of the database');
  try {
    await connection.db.command(command);
  } catch (error) {
    if (!tolerated.includes(propertyOf(error, 'code'))) throw error;
  }
}

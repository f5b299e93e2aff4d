import type { Db } from 'mongodb';
import { idOf } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import type { Work } from '../works/work.js';

/** Stores what the work finds; once where libraries share a database. */
export async function store({ shape, storedCount, alsoStored = [] }: Work, db: Db): Promise<void> {
  for (const each of [{ shape, count: storedCount }, ...alsoStored])
    await storeShape(each.shape, each.count, db);
}

async function storeShape(shape: Shape, storedCount: number, db: Db): Promise<void> {
  const collection = db.collection(shape.collection);
  if (storedCount === 0 || (await collection.findOne({}))) return;
  for (let start = 0; start < storedCount; start += 1000) {
    const count = Math.min(1000, storedCount - start);
    const batch = Array.from({ length: count }, (_, index) => shape.makeValues(start + index));
    await collection.insertMany(batch.map((values) => ({ _id: idOf(values.count), ...values })));
  }
}

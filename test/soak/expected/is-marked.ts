import { MongoServerError, ObjectId } from 'mongodb';
import type { Db } from 'mongodb';
import { insist } from '../caller/insist.js';
import type { TransactionRecord } from './records.js';

const duplicateKey = 11000;

/**
 * Whether the database has the note that marks the last attempt, from now on and for good. Reading alone cannot tell: a commit that was not
 * answered in time, as on a machine that stood still, may still be under way. A note with the same id waits for it, and is taken away again.
 */
export async function isMarked(db: Db, { last }: TransactionRecord): Promise<boolean> {
  const marker = last?.effects.find(({ values }) => values['batch'] === 'marker');
  if (!marker) return false;
  const notes = db.collection('notes', { writeConcern: { w: 'majority' } });
  const _id = new ObjectId(marker.values.id);
  return insist(async () => {
    try {
      await notes.insertOne({ _id });
    } catch (error) {
      if (error instanceof MongoServerError && error.code === duplicateKey) return true;
      throw error;
    }
    await notes.deleteOne({ _id });
    return false;
  });
}

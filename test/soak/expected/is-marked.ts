import { MongoServerError, ObjectId } from 'mongodb';
import type { Db } from 'mongodb';
import { insist } from '../caller/insist.js';
import type { TransactionRecord } from './records.js';

const duplicateKey = 11000;

/**
 * Whether the note that marks the last attempt is stored for good. Reading is not enough: a commit without an answer may still be running,
 * as on a machine that stood still. So a note with the same id is inserted, which waits for that commit, and deleted again.
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

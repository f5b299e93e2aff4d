import type { Collection, Db } from 'mongodb';
import type { DeclaredCollection } from '../../../lib/server/declared-collection.js';

/** A declared collection whose plan changes a drifted one in each way that takes several commands. */
export const drifted: DeclaredCollection = {
  name: 'people',
  documents: ['Person'],
  options: {},
  validator: { validator: { a: { $exists: false } }, validationLevel: 'strict', validationAction: 'error' },
  indexes: [
    { name: 'email_1', keys: [['email', 1]], options: { unique: true }, declaredBy: [] },
    { name: 'new', keys: [['code', 1]], options: { unique: true }, declaredBy: [] },
    {
      name: 'tag_1',
      keys: [['tag', 1]],
      options: { unique: true, collation: { locale: 'en', strength: 2 } },
      declaredBy: [],
    },
    { name: 'at_1', keys: [['at', 1]], options: {}, declaredBy: [] },
    { name: 'added_1', keys: [['added', 1]], options: {}, declaredBy: [] },
  ],
};

/** The number of commands that change it. */
export const changingCommands = 12;

/** Makes the collection as it was before, with an index that nobody declares. */
export async function makeDrifted(db: Db): Promise<Collection> {
  const people = db.collection('people');
  await people.createIndexes([
    { key: { email: 1 } },
    { key: { code: 1 }, name: 'old', unique: true },
    { key: { tag: 1 }, unique: true },
    { key: { at: 1 }, expireAfterSeconds: 3600 },
    { key: { extra: 1 } },
  ]);
  await people.insertMany([1, 2, 3].map((each) => ({ email: each, code: each, tag: `${each}` })));
  return people;
}

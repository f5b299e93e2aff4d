import { BSON, MongoClient } from 'mongodb';
import type { ObjectId } from 'mongodb';
import type { Library } from './library.js';

const majority = { writeConcern: { w: 'majority' } } as const;

interface Counted {
  readonly _id: ObjectId;
  readonly count: number;
}

/** A row for each name. */
const groupByName = [
  {
    $group: {
      _id: '$name',
      documents: { $sum: 1 },
      age: { $max: '$age' },
      height: { $max: '$height' },
      bornAt: { $max: '$bornAt' },
    },
  },
  { $project: { _id: 0, name: '$_id', documents: 1, age: 1, height: 1, bornAt: 1 } },
];

/** The driver itself: plain objects, written by hand. */
export const library: Library = {
  async open({ uri, shape, isHeard }) {
    const client = await new MongoClient(uri).connect();
    const collection = client.db().collection(shape.collection);
    const heard = { before: 0, after: 0 };
    return {
      isLoaded: (document) => Object.getPrototypeOf(document) === Object.prototype,
      decode: (stored) => stored.map((bytes) => BSON.deserialize(bytes)),
      findAll: () => collection.find({}).toArray(),
      async walkPages(size, read) {
        let page: readonly { readonly _id: ObjectId }[] = [];
        do {
          const last = page.at(-1);
          const filter = last ? { _id: { $gt: last._id } } : {};
          page = await collection.find(filter).sort({ _id: 1 }).limit(size).toArray();
          read(page);
        } while (page.length === size);
      },
      groupByName: () => collection.aggregate(groupByName).toArray(),
      async changeCount(_id, count) {
        const document = await collection.findOne({ _id });
        if (!document) throw new Error('The document is not there.');
        await collection.updateOne({ _id }, { $set: { count } });
      },
      async updateCount(email, count) {
        if (!isHeard) return collection.updateOne({ email }, { $set: { count } });
        heard.before++;
        await collection.updateOne({ email }, { $set: { count, isVerified: true } });
        return heard.after++;
      },
      findAndUpdateCount: (email, count) =>
        collection.findOneAndUpdate({ email }, { $set: { count } }, { returnDocument: 'after' }),
      saveMany: (documents) =>
        collection.bulkWrite(
          (documents as readonly Counted[]).map(({ _id, count }) => ({
            updateOne: { filter: { _id }, update: { $set: { count } } },
          })),
        ),
      changeTwo: (ids, count) =>
        client.withSession((session) =>
          session.withTransaction(async () => {
            for (const _id of ids) {
              const document = await collection.findOne({ _id }, { session });
              if (!document) throw new Error('The document is not there.');
              await collection.updateOne({ _id }, { $set: { count } }, { session });
            }
          }, majority),
        ),
      async insertOne(values) {
        if (isHeard) {
          values['email'] = (values['email'] as string).toLowerCase();
          heard.before++;
        }
        await collection.insertOne(values);
        if (isHeard) heard.after++;
      },
      insertMany: (values) => collection.insertMany([...values]),
      heard,
      close: () => client.close(),
    };
  },
};

import { BSON, MongoClient } from 'mongodb';
import type { Collection, ObjectId } from 'mongodb';
import type { Library } from './library.js';

const majority = { writeConcern: { w: 'majority' } } as const;

interface Counted {
  readonly _id: ObjectId;
  readonly count: number;
}

/** A post, first with the ids of its author and category, then with their documents. */
interface Post {
  _id: ObjectId;
  author: object | null;
  category: object | null;
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
      async findPopulated() {
        const posts = await client.db().collection<Post>('posts').find({}).toArray();
        const authors = await findByIds(client.db().collection('people'), posts, 'author');
        const categories = await findByIds(client.db().collection('categories'), posts, 'category');
        for (const post of posts) {
          post.author = authors.get(String(post.author)) ?? null;
          post.category = categories.get(String(post.category)) ?? null;
        }
        return posts;
      },
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

/** The documents to which posts refer, by the text of their ids. */
async function findByIds(
  collection: Collection,
  posts: readonly Post[],
  key: 'author' | 'category',
): Promise<Map<string, object>> {
  const ids = new Map(posts.map((post) => [String(post[key]), post[key] as ObjectId]));
  const found = await collection.find({ _id: { $in: [...ids.values()] } }).toArray();
  return new Map(found.map((each) => [String(each._id), each]));
}

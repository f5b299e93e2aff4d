import { MongoClient } from 'mongodb';
import Papr, { schema, types } from 'papr';
import type { ObjectId } from 'mongodb';
import type { Values } from '../documents/shape.js';
import type { Library } from './library.js';

const person = schema({
  name: types.string({ required: true }),
  email: types.string({ required: true }),
  age: types.number(),
  height: types.number(),
  isActive: types.boolean(),
  isVerified: types.boolean(),
  bornAt: types.date(),
  address: types.object({ street: types.string(), city: types.string(), zip: types.string() }),
  tags: types.array(types.string()),
  scores: types.array(types.number()),
  count: types.number({ required: true }),
});

interface Counted {
  readonly _id: ObjectId;
  readonly count: number;
}

interface Update {
  readonly $set: Record<string, unknown>;
}

/** papr gives the driver's plain objects and leaves validation to the server; it saves nothing, so a change is `updateOne`. */
export const library: Library = {
  async open({ uri, shape, isHeard }) {
    const client = await new MongoClient(uri).connect();
    const heard = { before: 0, after: 0 };
    const papr = new Papr(
      isHeard
        ? {
            hooks: {
              before: [
                async ({ args, methodName }) => {
                  heard.before++;
                  if (methodName === 'updateOne') {
                    (args[1] as Update).$set['isVerified'] = true;
                    return;
                  }
                  const values = args[0] as Values;
                  values['email'] = (values['email'] as string).toLowerCase();
                },
              ],
              after: [async () => void heard.after++],
            },
          }
        : {},
    );
    papr.initialize(client.db());
    const model = papr.model(shape.collection, person);
    await papr.updateSchemas();
    return {
      isLoaded: (document) => Object.getPrototypeOf(document) === Object.prototype,
      findAll: () => model.find({}),
      async changeCount(_id, count) {
        const document = await model.findOne({ _id });
        if (!document) throw new Error('The document is not there.');
        await model.updateOne({ _id }, { $set: { count } });
      },
      updateCount: (email, count) => model.updateOne({ email }, { $set: { count } }),
      findAndUpdateCount: (email, count) => model.findOneAndUpdate({ email }, { $set: { count } }),
      saveMany: (documents) =>
        model.bulkWrite(
          (documents as readonly Counted[]).map(({ _id, count }) => ({
            updateOne: { filter: { _id }, update: { $set: { count } } },
          })),
        ),
      insertOne: (values) => model.insertOne(values as never),
      insertMany: (values) => model.insertMany(values as never),
      heard,
      close: () => client.close(),
    };
  },
};

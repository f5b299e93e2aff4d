import { Mongoose, mongo, Schema } from 'mongoose';
import type { PipelineStage } from 'mongoose';
import type { Heard, Library } from './library.js';

const address = new Schema({ street: String, city: String, zip: String }, { _id: false });

const definition = {
  name: { type: String, required: true },
  email: { type: String, required: true },
  age: Number,
  height: Number,
  isActive: Boolean,
  isVerified: Boolean,
  bornAt: Date,
  address,
  tags: [String],
  scores: [Number],
  count: { type: Number, required: true },
};

const post = {
  title: String,
  slug: String,
  isPublished: Boolean,
  publishedAt: Date,
  author: { type: Schema.Types.ObjectId, ref: 'Document' },
  category: { type: Schema.Types.ObjectId, ref: 'Category' },
  count: { type: Number, required: true },
};

const category = { label: String, count: { type: Number, required: true } };

const majority = { writeConcern: { w: 'majority' } } as const;

/** A row for each name. */
const groupByName: PipelineStage[] = [
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

export const library: Library = {
  async open({ uri, shape, isHeard }) {
    const mongoose = new Mongoose();
    // As its guide says for production: indexes are not made at every start.
    const connection = await mongoose.createConnection(uri, { autoIndex: false }).asPromise();
    const heard = { before: 0, after: 0 };
    const DocumentModel = connection.model(
      'Document',
      schemaOf(isHeard ? heard : undefined),
      shape.collection,
    );
    await DocumentModel.init();
    const PostModel = connection.model('Post', new Schema(post), 'posts');
    connection.model('Category', new Schema(category), 'categories');
    return {
      isLoaded: (document) => document instanceof DocumentModel,
      decode: (stored) => stored.map((bytes) => DocumentModel.hydrate(mongo.BSON.deserialize(bytes))),
      findAll: () => DocumentModel.find({}),
      findPopulated: () => PostModel.find({}).populate(['author', 'category']),
      compileFilter: (number) =>
        DocumentModel.find().cast(DocumentModel, {
          name: { $regex: `^Ada King ${number}` },
          age: { $gte: 18, $lt: 65 + number },
          isActive: true,
          bornAt: { $gt: new Date(number) },
          'address.city': { $in: ['London', 'Paris'] },
          tags: 'algebra',
        }) as object,
      async walkPages(size, read) {
        let page: readonly { readonly _id: unknown }[] = [];
        do {
          const last = page.at(-1);
          const filter = last ? { _id: { $gt: last._id } } : {};
          page = await DocumentModel.find(filter).sort({ _id: 1 }).limit(size);
          read(page);
        } while (page.length === size);
      },
      groupByName: () => DocumentModel.aggregate(groupByName),
      async changeCount(id, count) {
        const document = await DocumentModel.findById(id).orFail();
        document.set('count', count);
        await document.save();
      },
      updateCount: (email, count) => DocumentModel.updateOne({ email }, { count }),
      findAndUpdateCount: (email, count) =>
        DocumentModel.findOneAndUpdate({ email }, { count }, { returnDocument: 'after' }),
      saveMany: (documents) => DocumentModel.bulkSave(documents as never),
      changeTwo: (ids, count) =>
        connection.transaction(async (session) => {
          for (const id of ids) {
            const document = await DocumentModel.findById(id).session(session).orFail();
            document.set('count', count);
            await document.save({ session });
          }
        }, majority),
      insertOne: (values) => DocumentModel.create(values),
      insertMany: (values) => DocumentModel.insertMany(values),
      heard,
      close: () => connection.close(),
    };
  },
};

function schemaOf(heard: Heard | undefined): Schema {
  const schema = new Schema(definition);
  if (heard) {
    schema.pre('save', function () {
      this.set('email', String(this.get('email')).toLowerCase());
      heard.before++;
    });
    schema.post('save', () => void heard.after++);
    schema.pre('updateOne', function () {
      this.set('isVerified', true);
      heard.before++;
    });
    schema.post('updateOne', () => void heard.after++);
  }
  return schema;
}

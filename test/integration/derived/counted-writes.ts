import { ObjectId } from 'mongodb';
import { addToSet, pull, raw, unset } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { type Quote, type Remark, type Reply } from './world.js';

/** Topics and labels to refer to, and remarks about them. */
export interface Counted {
  readonly remarks: DocumentRepository<Remark>;
  readonly replies: DocumentRepository<Reply>;
  /** Topics, the first of which all of `some` are about. */
  readonly a: ObjectId;
  readonly b: ObjectId;
  /** Three remarks about the first topic with the label `x`, the last of them a reply, each loaded anew. */
  readonly some: readonly [Remark, Remark, Remark];
  /** A soft-deleted one about it. */
  readonly gone: Remark;
}

/** One way to write documents that are counted, by the repository method that does it. */
export interface CountedWrite {
  readonly method: string;
  readonly when: string;
  /** Whether it is refused in part, which a transaction does not survive. */
  readonly failsInTransaction?: boolean;
  readonly write: (counted: Counted) => Promise<unknown>;
}

const lease = { for: '1m', by: 'me' } as const;

export const countedWrites: readonly CountedWrite[] = [
  {
    method: 'create',
    when: 'the document refers',
    write: ({ remarks, a }) => remarks.create({ topicId: a, labelIds: ['x', 'x', 'y'] }),
  },
  {
    method: 'create',
    when: 'it is of a subclass',
    write: ({ replies, a }) => replies.create({ topicId: a, quotes: [{ topicId: a }] }),
  },
  {
    method: 'create',
    when: 'it refers to nothing that exists',
    write: ({ remarks }) => remarks.create({ topicId: new ObjectId() }),
  },
  {
    method: 'save',
    when: 'the document is new',
    write: ({ remarks, a }) => remarks.save(remarks.build({ topicId: a })),
  },
  {
    method: 'save',
    when: 'the reference changes',
    write: ({ remarks, some: [one], b }) => remarks.save(Object.assign(one, { topicId: b, labelIds: ['y'] })),
  },
  {
    method: 'save',
    when: 'the reference goes',
    write: ({ remarks, some: [one] }) => remarks.save(Object.assign(one, { topicId: undefined })),
  },
  {
    method: 'save',
    when: 'an embedded document refers elsewhere',
    write: ({ remarks, some: [one], b }) => {
      (one.quotes[0] as Quote).topicId = b;
      return remarks.save(one);
    },
  },
  {
    method: 'save',
    when: 'only a part of the document was loaded',
    write: async ({ remarks, some: [{ id }], b }) => {
      const part = await remarks.find({ id }).select('text').getFirst();
      await remarks.save(Object.assign(part, { topicId: b }) as Remark);
    },
  },
  {
    method: 'save',
    when: 'others have moved the document since',
    write: async ({ remarks, some: [one], b }) => {
      await remarks.updateById(one.id, { topicId: b });
      await remarks.save(Object.assign(one, { topicId: undefined })).catch(() => undefined);
    },
  },
  {
    method: 'saveMany',
    when: 'some are new and others move',
    write: ({ remarks, some: [one, two], a, b }) =>
      remarks.saveMany([
        Object.assign(one, { topicId: b }),
        two,
        remarks.build({ topicId: a, labelIds: ['y'] }),
      ]),
  },
  {
    method: 'saveMany',
    when: 'one of them was moved since',
    write: async ({ remarks, some: [one, two], b }) => {
      await remarks.updateById(one.id, { topicId: b });
      const changed = [Object.assign(one, { topicId: undefined }), Object.assign(two, { topicId: b })];
      await remarks.saveMany(changed).catch(() => undefined);
    },
  },
  {
    method: 'insertMany',
    when: 'some refer',
    write: ({ remarks, a, b }) =>
      remarks.insertMany([{ topicId: a, labelIds: ['y'] }, { topicId: b }, { text: 'alone' }]),
  },
  {
    method: 'insertMany',
    when: 'one is refused',
    failsInTransaction: true,
    write: ({ remarks, a, some: [{ id }] }) =>
      remarks.insertMany([{ topicId: a }, { id, topicId: a }, { topicId: a }]).catch(() => undefined),
  },
  {
    method: 'modify',
    when: 'the update moves the document',
    write: ({ remarks, some: [one], b }) => remarks.modify(one, { topicId: b, labelIds: addToSet('y') }),
  },
  {
    method: 'replace',
    when: 'the document moves',
    write: ({ remarks, some: [one], b }) => remarks.replace(Object.assign(one, { topicId: b, quotes: [] })),
  },
  { method: 'delete', when: 'it is soft-deleted', write: ({ remarks, some: [one] }) => remarks.delete(one) },
  {
    method: 'delete',
    when: 'it is deleted for good',
    write: ({ remarks, some: [one] }) => remarks.delete(one, { permanent: true }),
  },
  {
    method: 'delete',
    when: 'it is twice',
    write: async ({ remarks, some: [{ id }] }) => {
      const [one, again] = [await remarks.getById(id), await remarks.getById(id)];
      await remarks.delete(one);
      await remarks.delete(again);
    },
  },
  {
    method: 'delete',
    when: 'others have moved the document since',
    write: async ({ remarks, some: [one, two], b }) => {
      await remarks.updateMany({ topicId: one.topicId }, { topicId: b });
      await remarks.delete(one);
      await remarks.delete(two, { permanent: true });
    },
  },
  {
    method: 'deleteMany',
    when: 'all are soft-deleted',
    write: ({ remarks, a }) => remarks.deleteMany({ topicId: a }),
  },
  {
    method: 'deleteMany',
    when: 'all are deleted for good',
    write: ({ remarks }) => remarks.deleteMany({}, { allowAll: true, permanent: true, withDeleted: true }),
  },
  { method: 'deleteOne', when: 'one is', write: ({ remarks, a }) => remarks.deleteOne({ topicId: a }) },
  {
    method: 'deleteById',
    when: 'it is there',
    write: ({ remarks, some: [{ id }] }) => remarks.deleteById(id),
  },
  {
    method: 'findOneAndDelete',
    when: 'it is soft-deleted',
    write: ({ remarks, a }) => remarks.findOneAndDelete({ topicId: a }),
  },
  {
    method: 'findOneAndDelete',
    when: 'a part is returned',
    write: ({ remarks, a }) =>
      remarks.findOneAndDelete({ topicId: a }, { permanent: true, select: ['text'] }),
  },
  { method: 'restore', when: 'it was soft-deleted', write: ({ remarks, gone }) => remarks.restore(gone) },
  {
    method: 'restore',
    when: 'it moves with it',
    write: ({ remarks, gone, b }) => remarks.restore(Object.assign(gone, { topicId: b })),
  },
  {
    method: 'restoreMany',
    when: 'all are',
    write: ({ remarks }) => remarks.restoreMany({}, { allowAll: true }),
  },
  {
    method: 'updateOne',
    when: 'it moves one',
    write: ({ remarks, a, b }) => remarks.updateOne({ topicId: a }, { topicId: b }),
  },
  {
    method: 'updateMany',
    when: 'it moves all',
    write: ({ remarks, a, b }) => remarks.updateMany({ topicId: a }, { topicId: b }),
  },
  {
    method: 'updateMany',
    when: 'it moves them to where one is',
    write: ({ remarks, a }) => remarks.updateMany({}, { topicId: a }, { allowAll: true }),
  },
  {
    method: 'updateMany',
    when: 'it removes the reference',
    write: ({ remarks, a }) => remarks.updateMany({ topicId: a }, { topicId: unset() }),
  },
  {
    method: 'updateMany',
    when: 'it changes lists',
    write: ({ remarks, a }) => remarks.updateMany({ topicId: a }, { labelIds: addToSet('y') }),
  },
  {
    method: 'updateMany',
    when: 'it removes from lists',
    write: ({ remarks, a }) => remarks.updateMany({ topicId: a }, { labelIds: pull('x') }),
  },
  {
    method: 'updateMany',
    when: 'deleted ones are included',
    write: ({ remarks, a, b }) => remarks.updateMany({ topicId: a }, { topicId: b }, { withDeleted: true }),
  },
  {
    method: 'updateMany',
    when: 'it is a pipeline',
    write: ({ remarks, b }) => remarks.updateMany({}, raw([{ $set: { topic: b } }]), { allowAll: true }),
  },
  {
    method: 'updateMany',
    when: 'it concerns no reference',
    write: ({ remarks, a }) => remarks.updateMany({ topicId: a }, { text: 'new' }),
  },
  {
    method: 'updateById',
    when: 'it moves it',
    write: ({ remarks, some: [{ id }], b }) => remarks.updateById(id, { topicId: b, quotes: [] }),
  },
  {
    method: 'findOneAndUpdate',
    when: 'it moves one',
    write: ({ remarks, a, b }) => remarks.findOneAndUpdate({ topicId: a }, { topicId: b }),
  },
  {
    method: 'findOneAndUpdate',
    when: 'a part of it as it was before is returned',
    write: ({ remarks, a, b }) =>
      remarks.findOneAndUpdate(
        { topicId: a },
        { topicId: b, labelIds: addToSet('y') },
        { returns: 'before', select: ['text'], sort: { id: 'desc' } },
      ),
  },
  {
    method: 'findOneAndUpdate',
    when: 'a part without the reference is returned',
    write: ({ remarks, a, b }) =>
      remarks.findOneAndUpdate({ topicId: a }, { topicId: b }, { select: ['text'] }),
  },
  {
    method: 'findOneAndUpdate',
    when: 'it inserts',
    write: ({ remarks, b }) =>
      remarks.findOneAndUpdate({ text: 'none' }, { topicId: b }, { upsert: true, returns: 'before' }),
  },
  {
    method: 'findOneAndReplace',
    when: 'it moves one',
    write: ({ remarks, some: [{ id }], b }) =>
      remarks.findOneAndReplace({ id }, { topicId: b, text: 'other' }),
  },
  {
    method: 'upsertOne',
    when: 'it inserts',
    write: ({ remarks, b }) => remarks.upsertOne({ text: 'none' }, { topicId: b, labelIds: ['y'] }),
  },
  {
    method: 'upsertOne',
    when: 'the filter gives the reference',
    write: ({ remarks, b }) => remarks.upsertOne({ topicId: b }, { text: 'new' }),
  },
  {
    method: 'upsertOne',
    when: 'it updates',
    write: ({ remarks, some: [{ id }], b }) => remarks.upsertOne({ id }, { topicId: b }),
  },
  {
    method: 'bulkWrite',
    when: 'it has all kinds of parts',
    write: ({ remarks, some: [one, two, three], a, b }) =>
      remarks.bulkWrite([
        { insertOne: { document: { topicId: a, labelIds: ['y'] } } },
        { updateOne: { filter: { id: one.id }, update: { topicId: b } } },
        { updateMany: { filter: { topicId: a }, update: { labelIds: addToSet('y') } } },
        { upsertOne: { filter: { text: 'none' }, update: { topicId: b } } },
        { upsertOne: { filter: { id: two.id }, update: { topicId: b } } },
        { deleteOne: { filter: { id: three.id } } },
        { deleteMany: { filter: { topicId: b } } },
      ]),
  },
  {
    method: 'bulkWrite',
    when: 'it is not in order, and a part is refused',
    failsInTransaction: true,
    write: ({ remarks, some: [one, two], a, b }) =>
      remarks
        .bulkWrite(
          [
            { insertOne: { document: { id: two.id, topicId: a } } },
            { updateOne: { filter: { id: one.id }, update: { topicId: b } } },
          ],
          { ordered: false },
        )
        .catch(() => undefined),
  },
  {
    method: 'claim',
    when: 'it only leases',
    write: ({ remarks, a }) => remarks.claim({ topicId: a }, lease),
  },
  {
    method: 'renew',
    when: 'it only leases',
    write: async ({ remarks, a }) => {
      const claimed = await remarks.claim({ topicId: a }, lease);
      await remarks.renew((claimed as Remark).id, lease);
    },
  },
  {
    method: 'release',
    when: 'it only leases',
    write: async ({ remarks, a }) => {
      const claimed = await remarks.claim({ topicId: a }, lease);
      await remarks.release((claimed as Remark).id, { by: 'me' });
    },
  },
];

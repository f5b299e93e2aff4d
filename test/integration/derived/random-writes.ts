import { addToSet, pull, StaleDocumentError, unset } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import type { ObjectId } from 'mongodb';
import type { Random } from '../../support/random.js';
import type { Remark, Reply } from './world.js';

/** The documents that random writes are about. */
export interface RandomWorld {
  readonly remarks: DocumentRepository<Remark>;
  readonly replies: DocumentRepository<Reply>;
  readonly topicIds: readonly ObjectId[];
  readonly labelIds: readonly string[];
}

/** One random write: of any kind, about documents of any state. Documents that others have changed meanwhile are left to them. */
export async function writeAtRandom(
  { remarks, replies, topicIds, labelIds }: RandomWorld,
  random: Random,
): Promise<void> {
  const [topicId, label, other] = [random.pick(topicIds), random.pick(labelIds), random.pick(topicIds)];
  const values = { topicId, labelIds: [label], quotes: [{ topicId: other }], text: String(random.below(5)) };
  const any = (): Promise<Remark | null> => remarks.findOne({ text: values.text });
  const writes: readonly (readonly [number, () => Promise<unknown>])[] = [
    [3, () => (random.chance(0.5) ? remarks : replies).create(values)],
    [1, () => remarks.insertMany([values, { topicId: other }, { labelIds: [...labelIds] }])],
    [
      2,
      async () => {
        const one = await any();
        if (one)
          await remarks.save(
            Object.assign(one, { topicId: random.chance(0.3) ? undefined : topicId, labelIds: [label] }),
          );
      },
    ],
    [
      1,
      async () => {
        const some = await remarks.find({ topicId: other }).limit(3).toArray();
        await remarks.saveMany(some.map((each) => Object.assign(each, { topicId, quotes: [] })));
      },
    ],
    [
      1,
      async () => {
        const one = await any();
        if (one) await remarks.modify(one, { topicId, labelIds: addToSet(label) });
      },
    ],
    [
      1,
      async () => {
        const one = await any();
        if (one) await remarks.delete(one, { permanent: random.chance(0.5) });
      },
    ],
    [1, () => remarks.deleteMany({ topicId, text: values.text })],
    [1, () => remarks.findOneAndDelete({ topicId })],
    [1, () => remarks.restoreMany({ topicId })],
    [2, () => remarks.updateMany({ topicId: other, text: values.text }, { topicId })],
    [
      1,
      () =>
        remarks.updateMany(
          { topicId: other },
          { labelIds: random.chance(0.5) ? addToSet(label) : pull(label) },
        ),
    ],
    [1, () => remarks.updateOne({ topicId: other }, { topicId: unset() })],
    [2, () => remarks.findOneAndUpdate({ text: values.text }, { topicId })],
    [1, () => remarks.findOneAndReplace({ text: values.text }, { topicId, text: values.text })],
    [1, () => remarks.upsertOne({ text: values.text, topicId: other }, { labelIds: [label] })],
    [
      1,
      () =>
        remarks.bulkWrite([
          { insertOne: { document: values } },
          { updateMany: { filter: { topicId: other }, update: { topicId } } },
          { deleteOne: { filter: { topicId } } },
        ]),
    ],
  ];
  await random.weighted(writes)().catch(ignoreStale);
}

/** Others were first: nothing, or not this document, was written. */
function ignoreStale(error: unknown): void {
  const { failures = [error] } = error as { failures?: { error: unknown }[] };
  const all = failures.map((each) => (each as { error?: unknown }).error ?? each);
  if (all.length === 0 || !all.every((each) => each instanceof StaleDocumentError)) throw error;
}

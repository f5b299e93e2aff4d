import type { Db, Document as Stored } from 'mongodb';
import { ObjectId } from 'mongodb';
import {
  CounterOf,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  LeasedBy,
  LeasedUntil,
  Reference,
  UpdatedAt,
  Version,
} from 'nestjs-documents';

@Document({ collection: 'topics' })
export class Topic {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @CounterOf(() => Remark, 'topicId') remarkCount!: number;
  @CounterOf(() => Reply, 'topicId', { key: 'replies' }) replyCount!: number;
  @CounterOf(() => Remark, 'quotes.topicId') quoteCount!: number;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

/** Its ids are texts. */
@Document({ collection: 'labels' })
export class Label {
  @Id() id!: string;
  @CounterOf(() => Remark, 'labelIds') uses!: number;
}

@EmbeddedDocument()
export class Quote {
  @Field() text?: string;
  @Reference(() => Topic, { key: 'topic' }) topicId?: ObjectId;
}

@Document({ collection: 'remarks' })
export class Remark {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Reference(() => Topic, { key: 'topic' }) topicId?: ObjectId;
  @Reference(() => [Label]) labelIds: string[] = [];
  @Field(() => [Quote]) quotes: Quote[] = [];
  @DeletedAt() deletedAt?: Date;
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
}

/** Stored among the remarks. */
@Document()
export class Reply extends Remark {
  @Field() to?: string;
}

export const all = [Topic, Label, Remark, Reply];

/** The counters as they are stored, by document and field. */
export async function storedCounters(db: Db): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { _id, remarkCount, replies, quoteCount } of await db.collection('topics').find().toArray())
    Object.assign(found, {
      [`${String(_id)} remarks`]: remarkCount,
      [`${String(_id)} replies`]: replies,
      [`${String(_id)} quotes`]: quoteCount,
    });
  for (const { _id, uses } of await db.collection('labels').find().toArray())
    found[`${String(_id)} uses`] = uses;
  return found;
}

/** The same, counted anew from what refers to them. */
export async function freshCounters(db: Db): Promise<Record<string, number>> {
  const remarks = await db.collection('remarks').find({ deletedAt: null }).toArray();
  const count = (test: (remark: Stored) => unknown): number => remarks.filter(test).length;
  const found: Record<string, number> = {};
  for (const { _id } of await db.collection('topics').find().toArray()) {
    const isThis = (id: unknown): boolean => String(id) === String(_id);
    found[`${String(_id)} remarks`] = count(({ topic }) => isThis(topic));
    found[`${String(_id)} replies`] = count(({ topic, _type }) => isThis(topic) && _type === 'Reply');
    found[`${String(_id)} quotes`] = count(({ quotes = [] }) =>
      quotes.some(({ topic }: Stored) => isThis(topic)),
    );
  }
  for (const { _id } of await db.collection('labels').find().toArray())
    found[`${String(_id)} uses`] = count(({ labelIds = [] }) => labelIds.includes(String(_id)));
  return found;
}

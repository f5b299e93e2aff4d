import { Decimal128, ObjectId } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf } from 'nestjs-documents';
import type { DocumentUpdate } from 'nestjs-documents';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
export class Part {
  @Field({ key: 'nm' }) name!: string;
  @Field({ key: 'ct' }) count?: number;
}

@EmbeddedDocument()
export class Line {
  @Field({ key: 's', required: true }) sku!: string;
  @Field({ key: 'n', min: 0 }) count!: number;
  @Field(() => [Part], { key: 'ps' }) parts?: Part[];
}

@EmbeddedDocument()
export class Customer {
  @Field({ key: 'nm' }) name?: string;
  @Field({ key: 'c' }) city?: string;
  @Field(() => String) country = 'UK';
}

/** A field for each kind of change, with keys of their own. */
@Document({ collection: 'orders' })
export class Order {
  @Id() id!: ObjectId;
  @Field({ key: 'st', required: true, choices: ['open', 'paid', 'sent'] }) status!: string;
  @Field({ key: 'a', max: 1000 }) amount?: number;
  @Field({ key: 'nt' }) note?: string;
  @Field() comment?: string;
  @Field() place?: string;
  @Field(() => BigInt) flags?: bigint;
  @Field() price?: Decimal128;
  @Field() paidAt?: Date;
  @Field(() => ObjectId, { key: 'own' }) ownerId?: ObjectId;
  @Field({ immutable: true }) number?: number;
  @Field({ key: 'cu' }) customer?: Customer;
  @Field(() => [String], { key: 't', each: { maxLength: 10 } }) tags: string[] = [];
  @Field(() => [Number]) scores: number[] = [];
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field(() => mapOf(Number), { key: 'sk' }) stock = new Map<string, number>();
  @Field(() => 'any') extra?: any;
}

export const owner = new ObjectId('64b000000000000000000001');
const ids = [1, 2, 3].map((number) => new ObjectId(`64a00000000000000000000${number}`));

/** Three orders as they are stored. */
export const stored: readonly Stored[] = ids.map((_id, index) => ({
  ...{ _id, st: 'open', a: 10 * (index + 1), nt: 'n', flags: 6n, price: Decimal128.fromString('1.50') },
  ...{ paidAt: new Date(0), own: owner, number: index, cu: { nm: 'Ada', c: 'Rome', country: 'Italy' } },
  ...{ t: ['x', 'y', 'x'], scores: [5, 1, 9], sk: { a: 1 }, extra: { size: 1, list: [1] } },
  l: [
    {
      s: 'a',
      n: 1,
      ps: [
        { nm: 'p', ct: 1 },
        { nm: 'q', ct: 2 },
      ],
    },
    { s: 'b', n: 5 },
  ],
}));

/** Fills the collection anew. */
export async function fill({ db }: IntegrationApp): Promise<void> {
  await db.collection('orders').deleteMany({});
  await db.collection('orders').insertMany(stored.map((each) => ({ ...each })));
}

/** The stored orders after an update by the library, and after one by the driver. */
export async function outcomes(
  world: IntegrationApp,
  update: DocumentUpdate<Order>,
  byDriver: Stored,
  arrayFilters?: Stored[],
): Promise<{ readonly ours: readonly Stored[]; readonly theirs: readonly Stored[] }> {
  const orders = world.repository(Order);
  const collection = world.db.collection('orders');
  const all = (): Promise<Stored[]> =>
    collection.find({}, { promoteLongs: false, promoteValues: false }).sort({ _id: 1 }).toArray();
  await fill(world);
  await orders.updateMany({ status: 'open' }, update);
  const ours = await all();
  await fill(world);
  await collection.updateMany({ st: 'open' }, byDriver, arrayFilters ? { arrayFilters } : {});
  return { ours, theirs: await all() };
}

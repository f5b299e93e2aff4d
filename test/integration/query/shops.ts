import type { Document as Stored } from 'mongodb';
import { ObjectId } from 'mongodb';
import { DeletedAt, Document, EmbeddedDocument, Field, GeoPoint, Id, mapOf } from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field({ key: 's' }) sku!: string;
  @Field({ key: 'n' }) count!: number;
}

@Document({ collection: 'shops' })
export class Shop {
  @Id() id!: number;
  @Field({ key: 'nm' }) name!: string;
  @Field(() => Number, { key: 'a' }) age?: number | null;
  @Field() openedAt?: Date;
  @Field(() => BigInt) flags?: bigint;
  @Field(() => [String], { key: 't' }) tags: string[] = [];
  @Field(() => [Number]) scores: number[] = [];
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field(() => mapOf(Number), { key: 'm' }) stock = new Map<string, number>();
  @Field({ key: 'p' }) place?: GeoPoint;
  @Field(() => ObjectId) ownerId?: ObjectId;
  @DeletedAt() deletedAt?: Date;
}

const names = ['Ada', 'ada lovelace', 'Bob', 'Ad.m', 'Zoë\n', 'Zoë'] as const;
/** The id of an owner, as text. */
export const owner = (number: number): string => `64b0000000000000000000${String(number).padStart(2, '0')}`;

/** A hundred shops: some with null, some without a value. */
export const stored: readonly Stored[] = Array.from({ length: 100 }, (_, number) => ({
  _id: number as never,
  nm: names[number % 6],
  ...(number % 7 !== 0 && { a: number % 5 === 0 ? null : number }),
  openedAt: new Date(Date.UTC(2020, number % 12, 1)),
  flags: BigInt(number % 8),
  t: ['x', 'y', 'z'].slice(0, number % 4),
  scores: [number % 10, number % 3],
  l: [
    { s: 'a', n: number % 4 },
    { s: 'b', n: number % 6 },
  ],
  m: { vienna: number },
  p: { type: 'Point', coordinates: [number / 10, number / 20] },
  ownerId: new ObjectId(owner(number % 3)),
  ...(number >= 90 && { deletedAt: new Date(0) }),
}));

/** The ids of the shops that a filter finds. */
export async function idsOf(
  shops: DocumentRepository<Shop>,
  filter: DocumentFilter<Shop>,
): Promise<number[]> {
  return (await shops.find(filter).sort({ id: 1 }).toArray()).map(({ id }) => id);
}

/** The ids of the shops that the driver finds by a filter by hand. */
export async function idsByDriver({ db }: IntegrationApp, filter: Stored): Promise<unknown[]> {
  const found = db.collection('shops').find({ $and: [filter, { deletedAt: null }] });
  return (await found.sort({ _id: 1 }).toArray()).map(({ _id }) => _id as unknown);
}

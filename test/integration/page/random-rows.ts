import { Decimal128, Double, Long, ObjectId, UUID } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf } from 'nestjs-documents';
import type { Random } from '../../support/random.js';

@EmbeddedDocument()
export class Inner {
  @Field({ key: 'r' }) rank?: number;
}

/** A field of each kind that pages can be sorted by. */
@Document({ collection: 'rows' })
export class Row {
  @Id() id!: ObjectId;
  @Field(() => Number) number?: number | null;
  @Field() name?: string;
  @Field() flag?: boolean;
  @Field() at?: Date;
  @Field() big?: bigint;
  @Field() price?: Decimal128;
  @Field() owner?: ObjectId;
  @Field() uuid?: UUID;
  @Field() inner?: Inner;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
}

/** Makes stored rows whose values are few, so that many are equal, null or absent. */
export function randomRows(random: Random, count: number): (Stored & { readonly _id: ObjectId })[] {
  return Array.from({ length: count }, () => {
    const row: Stored & { _id: ObjectId } = { _id: new ObjectId(hex(random, 24)) };
    for (const [key, make] of Object.entries(values)) {
      if (random.chance(0.2)) continue;
      row[key] = random.chance(0.2) ? null : make(random);
    }
    return row;
  });
}

const values: Readonly<Record<string, (random: Random) => unknown>> = {
  number: (random) =>
    random.pick([-1, 0, new Double(0), 0.5, 7, Long.fromNumber(7), Infinity, -Infinity, NaN]),
  name: (random) => random.pick(['', 'a', 'A', 'aa', 'ä', '$gt', '\u{1f600}']),
  flag: (random) => random.chance(0.5),
  at: (random) => new Date(random.pick([-5, 0, 1_700_000_000_000])),
  big: (random) => random.pick([Long.fromBigInt(2n ** 60n), Long.fromBigInt(2n ** 60n + 1n), 3, -3]),
  price: (random) => Decimal128.fromString(random.pick(['1.10', '1.1', '-2', '1E+3', 'NaN'])),
  owner: (random) => new ObjectId(random.pick(['0'.repeat(24), 'f'.repeat(24), 'a'.repeat(24)])),
  uuid: (random) => new UUID(random.pick(['0', '8', 'f']).repeat(32)),
  inner: (random) => random.pick<unknown>([{}, { r: null }, { r: 1 }, { r: 2 }]),
  scores: (random) => random.pick<unknown>([{}, { ada: 1 }, { ada: 2, bob: 1 }, { ada: null }]),
};

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(16).toString(16)).join('');
}

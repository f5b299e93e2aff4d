import { Binary, Decimal128, Int32, ObjectId, UUID } from 'mongodb';
import {
  BelongsTo,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  LeasedBy,
  LeasedUntil,
  mapOf,
  Reference,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@EmbeddedDocument({ name: 'TargetAddress' })
export class Address {
  @Field({ key: 'st' }) street?: string;
  @Field(() => 'any') extra?: unknown;
  @Field(() => Address) next?: Circular<Address>;
}

/** A field of each kind that a payload can be aimed at. */
@Document({ abstract: true })
abstract class TargetFields {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() age?: number;
  @Field(() => Int32) int32?: number;
  @Field() bigint?: bigint;
  @Field() boolean?: boolean;
  @Field() born?: Date;
  @Field() friend?: ObjectId;
  @Field() binary?: Binary;
  @Field() buffer?: Buffer;
  @Field() uuid?: UUID;
  @Field() price?: Decimal128;
  @Field(() => 'any') notes?: unknown;
  @Field(() => [String]) tags?: string[];
  @Field(() => ['any']) list?: unknown[];
  @Field(() => Address) address?: Address;
  @Field(() => [Address]) others?: Address[];
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf('any')) things?: Map<string, unknown>;
  @Reference(() => Keyed) keyedId?: string;
  @BelongsTo('keyedId') keyed?: Keyed | null;
  @Reference(() => [Keyed]) keyedIds?: string[];
  @BelongsTo('keyedIds') keyeds?: Keyed[];
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
}

@Document({ collection: 'targets' })
export class Target extends TargetFields {}

/** One that is kept when it is deleted. */
@Document({ collection: 'kept' })
export class Kept extends TargetFields {
  @DeletedAt() deletedAt?: Date;
}

/** One whose id is a text. */
@Document({ collection: 'keyed' })
export class Keyed {
  @Id() id!: string;
  @Field(() => 'any') notes?: unknown;
}

/** The names of the fields of a target. */
export const fields = Object.freeze([
  'id',
  'name',
  'age',
  'int32',
  'bigint',
  'boolean',
  'born',
  'friend',
  'binary',
  'buffer',
  'uuid',
  'price',
  'notes',
  'tags',
  'list',
  'address',
  'others',
  'scores',
  'things',
  'keyedId',
  'keyed',
  'keyedIds',
  'keyeds',
]);

/** The document that the driver stores first. Only an operator can match it: its values are not null, absent, or in the corpus. */
export function storedCanary(): Record<string, unknown> & { _id: ObjectId } {
  return {
    _id: new ObjectId(),
    name: 'the canary',
    age: 4711,
    int32: 4711,
    bigint: 4711n,
    boolean: false,
    born: new Date(4711),
    friend: new ObjectId(),
    binary: new Binary(Buffer.from('the canary')),
    buffer: new Binary(Buffer.from('the canary')),
    uuid: new UUID(),
    price: Decimal128.fromString('4711'),
    notes: { a: 'the canary' },
    tags: ['the canary'],
    list: ['the canary'],
    address: { st: 'the canary', extra: 'the canary' },
    others: [{ st: 'the canary' }],
    scores: { go: 4711 },
    things: { go: 'the canary' },
    keyedId: 'the canary',
    keyedIds: ['the canary'],
  };
}

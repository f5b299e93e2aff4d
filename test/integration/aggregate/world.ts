import { Decimal128, ObjectId, UUID } from 'mongodb';
import { DeletedAt, Document, EmbeddedDocument, Field, Id, mapOf } from 'nestjs-documents';

@EmbeddedDocument()
export class Line {
  @Field({ key: 'p' }) price!: number;
  @Field() quantity!: number;
  @Field(() => [String]) tags?: string[];
}

/** A field for each way of decoding that matters to rows; several have keys of their own. */
@Document({ collection: 'orders' })
export class Order {
  @Id() id!: ObjectId;
  @Field({ key: 'c' }) customer!: string;
  @Field() createdAt?: Date;
  @Field(() => String) city?: string | null;
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field({ key: 't' }) teamId?: ObjectId;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field() points?: bigint;
  @Field() cost?: Decimal128;
  @Field() token?: UUID;
  @Field({ select: false }) secret?: string;
  @Field(() => 'any') meta?: unknown;
}

@Document({ collection: 'teams' })
export class Team {
  @Id() id!: ObjectId;
  @Field({ key: 'n' }) name!: string;
  @Field({ select: false }) budget?: number;
  @DeletedAt() deletedAt?: Date;
}

@Document()
export class ClubTeam extends Team {
  @Field({ key: 'cl' }) club?: string;
}

/** Stored in a collection, without a repository. */
@Document()
export class Stranger {
  @Id() id!: ObjectId;
}

export const ids = {
  red: new ObjectId('00000000000000000000000a'),
  blue: new ObjectId('00000000000000000000000b'),
  gone: new ObjectId('00000000000000000000000c'),
  club: new ObjectId('00000000000000000000000d'),
};

export const token = new UUID('01234567-89ab-cdef-0123-456789abcdef');

export const storedTeams = [
  { _id: ids.red, _type: 'Team', n: 'Red', budget: 5 },
  { _id: ids.blue, _type: 'Team', n: 'Blue' },
  { _id: ids.gone, _type: 'Team', n: 'Gone', deletedAt: new Date(0) },
  { _id: ids.club, _type: 'ClubTeam', n: 'Club', cl: 'FC' },
];

export const storedOrders = [
  {
    _id: new ObjectId('000000000000000000000001'),
    ...{ c: 'Ada', city: 'Rome', t: ids.red, secret: 'x', points: 5n, cost: new Decimal128('1.5'), token },
    createdAt: new Date('2026-01-15T10:00:00Z'),
    l: [
      { p: 2, quantity: 3, tags: ['a'] },
      { p: 10, quantity: 1, tags: ['b', 'c'] },
    ],
    scores: { go: 3 },
    meta: { size: 4 },
  },
  {
    _id: new ObjectId('000000000000000000000002'),
    ...{ c: 'Bob', city: 'Rome', t: ids.gone, points: 7n },
    createdAt: new Date('2026-01-20T10:00:00Z'),
    l: [{ p: 5, quantity: 2 }],
  },
  {
    _id: new ObjectId('000000000000000000000003'),
    ...{ c: 'Cid', city: null, t: ids.club },
    createdAt: new Date('2026-02-01T10:00:00Z'),
    l: [],
  },
  { _id: new ObjectId('000000000000000000000004'), c: 'Dan' },
];

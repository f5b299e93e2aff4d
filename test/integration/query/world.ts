import { Decimal128, ObjectId, UUID } from 'mongodb';
import {
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  Undeclared,
  Version,
} from 'nestjs-documents';

@EmbeddedDocument()
export class Place {
  @Field({ key: 'c' }) city?: string;
  @Field() zip?: number;
  @Field(() => String) country = 'UK';
}

/** Has a way to be stored for each kind of path, with keys of their own, and values that its class initialises. */
@Document({ collection: 'guests' })
export class Guest {
  @Id() id!: ObjectId;
  @Field({ key: 'n' }) name!: string;
  @Field() age?: number;
  @Field() address?: Place;
  @Field(() => [Place]) others: Place[] = [];
  @Field(() => mapOf(Number)) scores = new Map<string, number>();
  @Field(() => mapOf(Place)) places?: Map<string, Place>;
  @Field(() => [String]) tags: string[] = [];
  @Field(() => 'any') extra?: unknown;
  @Field({ select: false }) secret?: string;
  @Field(() => Date) born?: Date;
  @Field(() => BigInt) steps?: bigint;
  @Field() price?: Decimal128;
  @Field() code?: UUID;
  @Field() photo?: Buffer;
  @Field({ default: 'new' }) status?: string;

  greet(): string {
    return `I am ${this.name}`;
  }
}

/** Keeps its deleted documents, has a version, and shows undeclared keys. */
@Document({ collection: 'notes' })
export class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Field() size?: number;
  @Version() version!: number;
  @DeletedAt() deletedAt?: Date;
  @Undeclared() more = new Map<string, unknown>();
}

@Document({ collection: 'pets' })
export class Pet {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

@Document()
export class Cat extends Pet {
  @Field() lives?: number;
}

export const ada = {
  ...{ _id: new ObjectId(), n: 'Ada', age: 36, address: { c: 'London', zip: 1, country: 'England' } },
  others: [
    { c: 'Rome', zip: 2 },
    { c: 'Oslo', zip: 3, country: 'Norway' },
  ],
  scores: { go: 3, chess: 5 },
  places: { home: { c: 'Bath', zip: 4 }, work: { c: 'York', zip: 5 } },
  tags: ['a', 'b'],
  extra: { size: { w: 1, h: 2 }, note: 'x' },
  ...{ secret: 'hidden', status: 'old' },
  ...{ born: new Date('1815-12-10'), steps: 2n ** 60n, price: Decimal128.fromString('1.50') },
  ...{ code: new UUID('11111111-2222-4333-8444-555555555555'), photo: Buffer.from('png') },
};
/** Has almost nothing. */
export const bob = { _id: new ObjectId(), n: 'Bob' };

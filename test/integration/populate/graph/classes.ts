import { ObjectId } from 'mongodb';
import {
  BelongsTo,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  HasMany,
  HasOne,
  Id,
  mapOf,
  Reference,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@EmbeddedDocument()
export class Tour {
  @Reference(() => Sight) sightId?: string;
  @BelongsTo('sightId') sight?: Circular<Sight> | null;
  @Reference(() => [City]) cityIds: ObjectId[] = [];
  @BelongsTo('cityIds') cities?: City[];
}

@Document({ collection: 'cities' })
export class City {
  @Id() id!: ObjectId;
  @Field() rank!: number;
  @DeletedAt() deletedAt?: Date;
  @Reference(() => City) nextId?: ObjectId;
  @BelongsTo('nextId') next?: City | null;
  @Reference(() => Capital) capitalId?: ObjectId;
  @BelongsTo('capitalId') capital?: Circular<Capital> | null;
  @Reference(() => [City]) twinIds: ObjectId[] = [];
  @BelongsTo('twinIds') twins?: City[];
  @Reference(() => mapOf(Sight)) sightIds?: Map<string, string>;
  @BelongsTo('sightIds') sights?: Map<string, Sight>;
  @Field(() => Tour) tour?: Tour;
  @Field(() => [Tour]) tours: Tour[] = [];
  @HasMany(() => City, 'nextId') previous?: City[];
  @HasMany(() => Sight, 'seenFromIds') views?: Circular<Sight>[];
  @HasOne(() => Sight, 'cityId') landmark?: Circular<Sight> | null;
}

/** Stored among the cities. */
@Document()
export class Capital extends City {
  @Reference(() => Sight) palaceId?: string;
  @BelongsTo('palaceId') palace?: Circular<Sight> | null;
}

/** Its ids are texts. */
@Document({ collection: 'sights' })
export class Sight {
  @Id() id!: string;
  @Field() rank!: number;
  @Reference(() => City) cityId?: ObjectId;
  @BelongsTo('cityId') city?: City | null;
  @Reference(() => [City]) seenFromIds: ObjectId[] = [];
  @HasMany(() => City, 'tours.sightId') touredIn?: City[];
}

export const classes = [City, Capital, Sight];

import { Decimal128, Double, Int32, ObjectId, UUID } from 'mongodb';
import {
  CreatedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  Undeclared,
  UpdatedAt,
  Version,
} from 'nestjs-documents';

/** In mongoose it has an `_id`, in MongoEngine `lines`. */
@EmbeddedDocument()
export class Address {
  @Field() street?: string;
  @Field() zip?: number;
}

@EmbeddedDocument()
class Deep {
  @Field() value?: number;
}
@EmbeddedDocument()
class Nested {
  @Field() deep?: Deep;
}
@EmbeddedDocument()
class Toy {
  @Field() label?: string;
}

/** The fields that both have written. */
abstract class Fields {
  @Id() id!: ObjectId;
  @Field() born?: Date;
  @Field() weight?: number;
  @Field(() => Int32) legs?: number;
  @Field() steps?: bigint;
  @Field() price?: Decimal128;
  @Field() picture?: Buffer;
  @Field() chip?: UUID;
  @Field() owner?: ObjectId;
  @Field(() => String) nickname?: string | null;
  @Field(() => [String]) tags?: string[];
  @Field() address?: Address;
  @Field(() => [[Number]]) grid?: number[][];
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf(Address)) homes?: Map<string, Address>;
}

@Document({ collection: 'mongoose_animals', discriminator: { key: '__t' } })
export class MongooseAnimal extends Fields {
  @Field() name?: string;
  @Field(() => Double) ratio?: number;
  @Field() isTame?: boolean;
  @Field(() => [Address]) addresses?: Address[];
  @Field() nested?: Nested;
  @Field(() => 'any') mixed?: any;
  @Field() createdAt?: Date;
}
@Document({ discriminator: { value: 'Cat' } })
export class MongooseCat extends MongooseAnimal {
  @Field(() => [Toy]) toys?: Toy[];
}

/** Uses what mongoose keeps in every document. */
@Document({ collection: 'mongoose_kept' })
export class MongooseKept {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt!: Date;
  @Version({ key: '__v' }) version!: number;
}

@EmbeddedDocument()
class Badge {
  @Field() label?: string;
}
@EmbeddedDocument()
class Note {
  @Field() text?: string;
  @Undeclared() more = new Map<string, any>();
}

@Document({ collection: 'mongoengine_animals', discriminator: { key: '_cls', value: 'Animal' } })
export class EngineAnimal extends Fields {
  @Field({ key: 'n' }) name?: string;
  @Field({ key: 'is_tame' }) isTame?: boolean;
  @Field(() => [Badge]) badges?: Badge[];
  @Field() note?: Note;
  @Field(() => 'any') extra?: any;
  @Field(() => 'any') keeper?: unknown;
}
@Document({ discriminator: { value: 'Animal.Dog' } })
export class EngineDog extends EngineAnimal {
  @Field() breed?: string;
}

/** Declares nothing but a name, and shows what else is stored. */
@Document({ collection: 'mongoengine_loose' })
export class EngineLoose {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Undeclared() more = new Map<string, any>();
}

@EmbeddedDocument()
class Part {
  @Field() label?: string;
}
/** Declares little of what the driver has written. */
@Document({ collection: 'of_the_driver' })
export class DriverDocument {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() part?: Part;
  @Field(() => [Part]) parts?: Part[];
  @Field(() => mapOf(Part)) named?: Map<string, Part>;
  @Field(() => 'any') anything?: any;
  @Field(() => 'any') oddity?: unknown;
}

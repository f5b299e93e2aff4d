import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf } from 'nestjs-documents';

@EmbeddedDocument()
export class Address {
  @Field({ key: 'st' }) street!: string;
  @Field() city?: string;
}

/** A field for each way to be stored that matters to writes; `email` and `street` have keys of their own. */
@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field() age?: number;
  @Field(() => String) nickname?: string | null;
  @Field({ key: 'e_mail' }) email?: string;
  @Field(() => [String]) tags: string[] = [];
  @Field() address?: Address;
  @Field(() => [Address]) others?: Address[];
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => 'any') notes?: unknown;
  @Field({ default: 'new' }) status?: string;
}

/** Stored with the people. */
@Document()
export class Teacher extends Person {
  @Field() subject?: string;
  @Field({ min: 1 }) hours?: number;
}

@EmbeddedDocument({ name: 'Seat' })
class Seat {
  @Field() row?: number;
}

/** Another collection, whose id must be given. */
@Document({ collection: 'rooms' })
export class Room {
  @Id() id!: string;
  @Field() seats?: number;
  @Field() best?: Seat;
}

/** Makes a stored person that the driver can insert. */
export function storedPerson(
  values: Record<string, unknown> = {},
): Record<string, unknown> & { _id: ObjectId } {
  return { _id: new ObjectId(), name: 'Ada', ...values };
}

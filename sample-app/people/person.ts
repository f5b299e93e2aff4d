import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, Unique } from 'nestjs-documents';

@EmbeddedDocument()
export class Address {
  @Field({ required: true }) street!: string;
  @Field() city?: string;
}

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  /** People without one are not compared. */
  @Field() @Unique() email?: string;
  @Field(() => Address) address?: Address;
  /** People tagged `protected` cannot be deleted. */
  @Field(() => [String], { required: true }) tags: string[] = [];
}

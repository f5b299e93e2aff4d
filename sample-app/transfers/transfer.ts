import { Int32, ObjectId } from 'mongodb';
import { CreatedAt, Document, Field, Id } from 'nestjs-documents';

/** Money that has gone from one account to another: stored together with both of them, or not at all. */
@Document({ collection: 'transfers' })
export class Transfer {
  @Id() id!: ObjectId;
  @Field({ required: true }) from!: ObjectId;
  @Field({ required: true }) to!: ObjectId;
  @Field(() => Int32, { required: true, min: 1 }) amount!: number;
  @CreatedAt() at!: Date;
}

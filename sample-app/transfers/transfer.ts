import { Int32, ObjectId } from 'mongodb';
import { CreatedAt, Document, Field, Id, Index } from 'nestjs-documents';

/** A payment from one account to another: stored together with both accounts, or not at all. */
@Document({ collection: 'transfers' })
export class Transfer {
  @Id() id!: ObjectId;
  @Field({ required: true }) @Index() from!: ObjectId;
  @Field({ required: true }) @Index() to!: ObjectId;
  @Field(() => Int32, { required: true, min: 1 }) amount!: number;
  @CreatedAt() at!: Date;
}

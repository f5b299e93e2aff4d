import { ObjectId } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';

/** What the owner of an account is to be told. */
@Document({ collection: 'notifications' })
export class Notification {
  @Id() id!: ObjectId;
  @Field({ required: true }) account!: ObjectId;
  @Field({ required: true }) text!: string;
  /** Who has caused it. */
  @Field({ required: true }) user!: string;
}

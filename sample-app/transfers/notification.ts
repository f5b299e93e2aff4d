import { ObjectId } from 'mongodb';
import { Document, Field, Id, Reference } from 'nestjs-documents';
import { Account } from '../accounts/account.js';

/** A message to the owner of an account. */
@Document({ collection: 'notifications' })
export class Notification {
  @Id() id!: ObjectId;
  @Reference(() => Account, { required: true }) account!: ObjectId;
  @Field({ required: true }) text!: string;
  /** The user who caused it. */
  @Field({ required: true }) user!: string;
  /** Absent until the owner has read it. */
  @Field() readAt?: Date;
}

import { ObjectId } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';

/** A record of an action on a person: the user, the action and the time. */
@Document({ collection: 'audit' })
export class AuditEntry {
  @Id() id!: ObjectId;
  @Field({ required: true }) action!: string;
  @Field({ required: true }) person!: ObjectId;
  /** The fields that were written. */
  @Field(() => [String], { required: true }) paths: string[] = [];
  @Field({ required: true }) user!: string;
  @Field({ required: true }) at: Date = new Date();
}

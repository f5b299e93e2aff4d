import { Int32, ObjectId } from 'mongodb';
import { Document, Field, Id, Version } from 'nestjs-documents';

@Document({ collection: 'accounts' })
export class Account {
  @Id() id!: ObjectId;
  @Field({ required: true }) owner!: string;
  /** In cents. Never below 0: see AccountListener. */
  @Field(() => Int32, { required: true }) balance = 0;
  @Version() version!: number;
}

import { Int32, ObjectId } from 'mongodb';
import { Document, Field, HasMany, Id, Index, Version } from 'nestjs-documents';
import { Transfer } from '../transfers/transfer.js';

@Document({ collection: 'accounts' })
export class Account {
  @Id() id!: ObjectId;
  @Field({ required: true }) @Index() owner!: string;
  /** In cents. Never below 0: see AccountListener. */
  @Field(() => Int32, { required: true }) balance = 0;
  @Version() version!: number;
  @HasMany(() => Transfer, 'from') payments?: Transfer[];
}

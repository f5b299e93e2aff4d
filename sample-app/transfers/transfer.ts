import { Int32, ObjectId } from 'mongodb';
import { BelongsTo, CreatedAt, Document, Field, Id, Index, Reference } from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';
import { Account } from '../accounts/account.js';

/** A payment from one account to another: stored together with both accounts, or not at all. */
@Document({ collection: 'transfers' })
export class Transfer {
  @Id() id!: ObjectId;
  @Reference(() => Account, { required: true }) @Index() from!: ObjectId;
  @Reference(() => Account, { required: true }) @Index() to!: ObjectId;
  @BelongsTo('from') sender?: Circular<Account> | null;
  @BelongsTo('to') recipient?: Circular<Account> | null;
  @Field(() => Int32, { required: true, min: 1 }) amount!: number;
  @CreatedAt() at!: Date;
}

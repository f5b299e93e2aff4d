import { ObjectId, UUID } from 'mongodb';
import {
  BelongsTo,
  DeletedAt,
  Document,
  Field,
  HasMany,
  HasOne,
  Id,
  mapOf,
  Reference,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

/** Kept when it is deleted, and told apart from guests. */
@Document({ collection: 'members' })
export class Member {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() age?: number;
  @DeletedAt() deletedAt?: Date;
  @HasMany(() => Loan, 'memberId') loans?: Loan[];
  @HasMany(() => Shelf, 'memberIds') shelves?: Shelf[];
  @HasOne(() => Loan, 'memberId') loan?: Circular<Loan> | null;
}

@Document()
export class Guest extends Member {
  @Field() until?: string;
}

@Document({ collection: 'loans' })
export class Loan {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Field() days!: number;
  @Reference(() => Member) memberId?: ObjectId;
  @BelongsTo('memberId') member?: Member | null;
  @Reference(() => Guest, { key: 'guest' }) guestId?: ObjectId;
  @BelongsTo('guestId') guest?: Guest | null;
}

@Document({ collection: 'shelves' })
export class Shelf {
  @Id() id!: UUID;
  @Field() label!: string;
  @Reference(() => [Member]) memberIds: ObjectId[] = [];
  @BelongsTo('memberIds') members?: Member[];
  @Reference(() => mapOf(Member)) keeperIds?: Map<string, ObjectId>;
  @BelongsTo('keeperIds') keepers?: Map<string, Member>;
}

export const library = [Member, Guest, Loan, Shelf];

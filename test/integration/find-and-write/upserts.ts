import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  CreatedBy,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  Sequence,
  UpdatedAt,
  UpdatedBy,
  Version,
} from 'nestjs-documents';

@EmbeddedDocument()
export class Place {
  @Field({ key: 'c', required: true }) city!: string;
  @Field({ key: 'z' }) zip?: string;
  @Field(() => String) country = 'UK';
}

/** Fields of every origin: given, initialised, by default, by behaviours. */
@Document({ collection: 'visitors' })
export class Visitor {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt!: Date;
  @CreatedBy((context) => context['user']) createdBy?: string;
  @UpdatedBy((context) => context['user']) updatedBy?: string;
  @Field({ key: 'e', required: true }) email!: string;
  @Field({ key: 'n', minLength: 2 }) name?: string;
  @Field({ default: 'new' }) status?: string;
  @Field(() => Number, { key: 'v' }) visits = 0;
  @Field(() => [String], { key: 't' }) tags: string[] = [];
  @Field({ key: 'p' }) place?: Place;
  @Field({ immutable: true }) source?: string;
}

@Document()
export class Member extends Visitor {
  @Field({ required: true }) level!: number;
}

@Document({ collection: 'invoices' })
export class Invoice {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
  @Field() text?: string;
}

@Document({ collection: 'rooms' })
export class Room {
  @Id() id!: string;
  @Field() seats?: number;
  @DeletedAt() deletedAt?: Date;
}

import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  LeasedBy,
  LeasedUntil,
  UpdatedAt,
  Version,
} from 'nestjs-documents';

@EmbeddedDocument()
export class Step {
  @Field() name!: string;
  @Field() tries?: number;
}

@Document({ collection: 'jobs' })
export class Job {
  @Id() id!: ObjectId;
  @Field() status?: string;
  @Field() priority?: number;
  @Field(() => [Step]) steps?: Step[];
  @LeasedUntil({ key: 'until' }) leasedUntil?: Date;
  @LeasedBy({ key: 'by' }) leasedBy?: string;
  @UpdatedAt() updatedAt!: Date;
  @Version() version!: number;
  @DeletedAt() deletedAt?: Date;
}

/** Without a version, times and soft delete. */
@Document({ collection: 'tickets' })
export class Ticket {
  @Id() id!: ObjectId;
  @Field() status?: string;
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
}

export const longAgo = new Date('2020-01-01');
export const farAhead = new Date('2100-01-01');

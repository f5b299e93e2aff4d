import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, Version } from 'nestjs-documents';

@EmbeddedDocument({ name: 'SoakMark' })
export class Mark {
  @Field() by!: string;
}

/** The fields of all documents of the soak: some change relative to their value, some in place. */
@Document({ name: 'SoakCounted', abstract: true })
export abstract class Counted {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field(() => String) owner = 'shared';
  /** Raised and lowered by the work. */
  @Field(() => Number) amount = 0;
  /** Raised by a listener of each save that changes something. */
  @Field(() => Number) saves = 0;
  /** The last operations that changed the document. */
  @Field(() => [String]) trail: string[] = [];
  @Field(() => Mark) mark?: Mark;
}

/** Lives as long as the soak; some are shared by all callers. */
@Document({ name: 'SoakAccount', collection: 'accounts' })
export class Account extends Counted {}

/** Is inserted and deleted. */
@Document({ name: 'SoakNote', collection: 'notes' })
export class Note extends Counted {
  /** Documents of one batch are deleted together. */
  @Field(() => String) batch = '';
}

export const trailLength = 4;

/** Changes a document as an operation of the soak does. */
export function change(document: Counted, operation: string, amount: number): void {
  document.amount += amount;
  document.trail.push(operation);
  document.trail.splice(0, document.trail.length - trailLength);
  if (document.mark) document.mark.by = operation;
  else document.mark = Object.assign(new Mark(), { by: operation });
}

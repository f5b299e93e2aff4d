import { Int32, ObjectId } from 'mongodb';
import { Document, Field, Id, Index } from 'nestjs-documents';

/** The words by which a person is found. */
@Document({ collection: 'search' })
export class SearchEntry {
  /** The id of the person. */
  @Id() id!: ObjectId;
  @Field(() => [String], { required: true }) @Index() words: string[] = [];
  /** How often a search has found the person. */
  @Field(() => Int32, { required: true }) hits = 0;
}

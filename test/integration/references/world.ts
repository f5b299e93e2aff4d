import { ObjectId } from 'mongodb';
import {
  BelongsTo,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  HasMany,
  Id,
  mapOf,
  Reference,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@Document({ collection: 'writers' })
export class Writer {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @DeletedAt() deletedAt?: Date;
  @HasMany(() => Essay, 'writerId') essays?: Circular<Essay>[];
}

/** Stored among the writers. */
@Document()
export class Poet extends Writer {
  @Field() verses?: number;
}

/** Its ids are texts. */
@Document({ collection: 'topics' })
export class Topic {
  @Id() id!: string;
  @Field() label!: string;
}

@EmbeddedDocument()
export class Section {
  @Field() text!: string;
  @Reference(() => Writer, { key: 'by' }) editorId?: ObjectId;
  @BelongsTo('editorId') editor?: Writer | null;
}

@Document({ collection: 'essays' })
export class Essay {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Reference(() => Writer, { key: 'writer' }) writerId?: ObjectId;
  @BelongsTo('writerId') writer?: Writer | null;
  @Reference(() => Poet) poetId?: ObjectId;
  @BelongsTo('poetId') poet?: Poet | null;
  @Reference(() => [Topic]) topicIds: string[] = [];
  @BelongsTo('topicIds') topics?: Topic[];
  @Reference(() => mapOf(Writer)) roleIds?: Map<string, ObjectId>;
  @BelongsTo('roleIds') roles?: Map<string, Writer>;
  @Field(() => [Section]) sections: Section[] = [];
  @Field(() => Section) preface?: Section;
}

export const all = [Writer, Poet, Topic, Essay];

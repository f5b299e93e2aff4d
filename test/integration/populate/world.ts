import { ObjectId } from 'mongodb';
import {
  BelongsTo,
  Document,
  EmbeddedDocument,
  Field,
  HasMany,
  HasOne,
  Id,
  mapOf,
  Reference,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@Document({ collection: 'authors' })
export class Author {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Reference(() => Author) mentorId?: ObjectId;
  @BelongsTo('mentorId') mentor?: Author | null;
  @HasMany(() => Post, 'authorId') posts?: Post[];
  @HasOne(() => Profile, 'authorId') profile?: Circular<Profile> | null;
}

@Document({ collection: 'profiles' })
export class Profile {
  @Id() id!: ObjectId;
  @Field() city!: string;
  @Reference(() => Author) authorId!: ObjectId;
}

/** Its ids are texts. */
@Document({ collection: 'tags' })
export class Tag {
  @Id() id!: string;
  @Field() label!: string;
}

@EmbeddedDocument()
export class Line {
  @Field() text!: string;
  @Reference(() => Author, { key: 'by' }) editorId?: ObjectId;
  @BelongsTo('editorId') editor?: Author | null;
}

@Document({ collection: 'posts' })
export class Post {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Reference(() => Author, { key: 'author' }) authorId?: ObjectId;
  @BelongsTo('authorId') author?: Author | null;
  @Reference(() => [Tag]) tagIds: string[] = [];
  @BelongsTo('tagIds') tags?: Tag[];
  @Field(() => [Line]) lines: Line[] = [];
  @Reference(() => mapOf(Author)) roleIds?: Map<string, ObjectId>;
  @BelongsTo('roleIds') roles?: Map<string, Author>;
  @HasMany(() => Comment, 'postId') comments?: Comment[];
}

@Document({ collection: 'comments' })
export class Comment {
  @Id() id!: ObjectId;
  @Field() text!: string;
  @Reference(() => Post) postId!: ObjectId;
  @BelongsTo('postId') post?: Circular<Post> | null;
  @Reference(() => Author) authorId?: ObjectId;
  @BelongsTo('authorId') author?: Author | null;
}

/** Stored among the comments. */
@Document()
export class Review extends Comment {
  @Field() stars!: number;
}

export const all = [Author, Profile, Tag, Post, Comment];

import { ObjectId } from 'mongodb';
import {
  BelongsTo,
  CounterOf,
  CreatedAt,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  HasMany,
  HasOne,
  Id,
  Reference,
  Unique,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@Document({ collection: 'blog_authors' })
export class BlogAuthor {
  @Id() id!: ObjectId;
  @Field({ required: true, trim: true }) name!: string;
  @Field({ lowercase: true }) @Unique() email!: string;
  @HasMany(() => BlogPost, 'authorId') posts?: Circular<BlogPost>[];
  @HasOne(() => BlogProfile, 'authorId') profile?: Circular<BlogProfile> | null;
  @CounterOf(() => BlogPost, 'authorId') postCount!: number;
}

@Document({ collection: 'blog_profiles' })
export class BlogProfile {
  @Id() id!: ObjectId;
  @Reference(() => BlogAuthor, { required: true, onDelete: 'cascade' }) @Unique() authorId!: ObjectId;
  @Field() about?: string;
}

/** Its ids are texts. */
@Document({ collection: 'blog_tags' })
export class BlogTag {
  @Id() id!: string;
  @Field() label!: string;
  @CounterOf(() => BlogPost, 'tagIds') postCount!: number;
}

@EmbeddedDocument()
export class BlogRevision {
  @Reference(() => BlogAuthor, { onDelete: 'nullify' }) editorId?: ObjectId;
  @BelongsTo('editorId') editor?: BlogAuthor | null;
  @Field() title!: string;
}

@Document({ collection: 'blog_posts' })
export class BlogPost {
  @Id() id!: ObjectId;
  @Field({ required: true }) title!: string;
  @Field() slug!: string;
  @Reference(() => BlogAuthor, { required: true, onDelete: 'deny' }) authorId!: ObjectId;
  @BelongsTo('authorId') author?: BlogAuthor | null;
  @Reference(() => [BlogTag], { onDelete: 'pull' }) tagIds: string[] = [];
  @BelongsTo('tagIds') tags?: BlogTag[];
  @Field(() => [BlogRevision]) revisions: BlogRevision[] = [];
  @HasMany(() => BlogComment, 'postId') comments?: Circular<BlogComment>[];
  @CounterOf(() => BlogComment, 'postId') commentCount!: number;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

@Document({ collection: 'blog_comments' })
export class BlogComment {
  @Id() id!: ObjectId;
  @Field({ required: true }) text!: string;
  @Reference(() => BlogPost, { required: true, onDelete: 'cascade', touch: true }) postId!: ObjectId;
  @BelongsTo('postId') post?: BlogPost | null;
  @Reference(() => BlogAuthor, { onDelete: 'nullify' }) authorId?: ObjectId;
  @BelongsTo('authorId') author?: BlogAuthor | null;
  @Reference(() => BlogComment, { onDelete: 'cascade' }) answersId?: ObjectId;
  @BelongsTo('answersId') answers?: BlogComment | null;
  @HasMany(() => BlogComment, 'answersId') replies?: BlogComment[];
  @CreatedAt() createdAt!: Date;
  @DeletedAt() deletedAt?: Date;
}

export const blogDocuments = [BlogAuthor, BlogProfile, BlogTag, BlogPost, BlogComment];

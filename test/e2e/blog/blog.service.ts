import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, InjectRepository } from 'nestjs-documents';
import type { Loaded } from 'nestjs-documents';
import { BlogAuthor, BlogComment, BlogPost, BlogTag } from './documents.js';

/** A post as its page shows it. */
export type PostPage = Loaded<BlogPost, 'author.profile' | 'tags' | 'comments.author' | 'comments.replies'>;

@Injectable()
export class BlogService {
  constructor(
    @InjectRepository(BlogAuthor) private readonly authors: DocumentRepository<BlogAuthor>,
    @InjectRepository(BlogPost) private readonly posts: DocumentRepository<BlogPost>,
    @InjectRepository(BlogComment) private readonly comments: DocumentRepository<BlogComment>,
    @InjectRepository(BlogTag) private readonly tags: DocumentRepository<BlogTag>,
  ) {}

  write(author: BlogAuthor, title: string, tags: readonly BlogTag[]): Promise<BlogPost> {
    return this.posts.create({ title, author, tagIds: tags.map(({ id }) => id) });
  }

  comment(post: BlogPost, author: BlogAuthor, text: string, answers?: BlogComment): Promise<BlogComment> {
    return this.comments.create({ text, post, author, ...(answers && { answers }) });
  }

  page(id: ObjectId): Promise<PostPage> {
    return this.posts.getById(id, {
      populate: ['author.profile', 'tags', 'comments.author', 'comments.replies'],
    });
  }

  /** Titles with the names of their authors and the last comment of each. */
  async list(): Promise<string[]> {
    const found = await this.posts
      .find()
      .sort({ title: 'asc' })
      .populate('author', { select: ['name'] })
      .populate('comments', { sort: { createdAt: 'desc', id: 'desc' }, limit: 1 })
      .toArray();
    return found.map(
      ({ title, author, comments, commentCount }) =>
        `${title} by ${author?.name ?? 'nobody'}, ${commentCount} comments, the last: ${comments[0]?.text}`,
    );
  }

  postsOf(author: BlogAuthor): Promise<number> {
    return this.posts.count({ authorId: author });
  }

  async remove(document: BlogAuthor | BlogPost | BlogTag): Promise<void> {
    if (document instanceof BlogAuthor) await this.authors.delete(document);
    else if (document instanceof BlogPost) await this.posts.delete(document);
    else await this.tags.delete(document);
  }
}

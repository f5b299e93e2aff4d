import { Injectable } from '@nestjs/common';
import {
  DocumentRepository,
  InjectRepository,
  OnPostDelete,
  OnPostLoad,
  OnPostSave,
  OnPostUpdate,
  OnPostWrite,
  OnPreDelete,
  OnPreSave,
  OnPreSavePostValidation,
  OnPreUpdate,
} from 'nestjs-documents';
import type {
  PostDelete,
  PostLoad,
  PostSave,
  PostUpdate,
  PostWrite,
  PreDelete,
  PreSave,
  PreSavePostValidation,
  PreUpdate,
} from 'nestjs-documents';
import { BlogAuthor, BlogComment, BlogPost, BlogProfile, BlogTag } from './documents.js';

/** The lines that listeners have written. */
@Injectable()
export class BlogLog {
  readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
  }
}

@Injectable()
export class PostListener {
  constructor(
    private readonly log: BlogLog,
    @InjectRepository(BlogPost) private readonly posts: DocumentRepository<BlogPost>,
  ) {}

  @OnPreSave(BlogPost)
  giveSlug({ document }: PreSave<BlogPost>) {
    document.slug = document.title.toLowerCase().replaceAll(' ', '-');
  }

  @OnPreSavePostValidation(BlogPost)
  refuseEmptySlug({ document }: PreSavePostValidation<BlogPost>) {
    if (document.slug === '') throw new Error('A post needs a slug');
  }

  @OnPostSave(BlogPost)
  async announce({ document, created }: PostSave<BlogPost>) {
    if (!created) return;
    const [post] = await this.posts.populate([document], ['author', 'tags']);
    const tags = post?.tags.map(({ label }) => label).join();
    this.log.add(`${post?.author?.name} has written ${document.slug} on ${tags}`);
  }

  @OnPreDelete(BlogPost)
  warn({ document }: PreDelete<BlogPost>) {
    this.log.add(`${document.slug} goes`);
  }

  @OnPostDelete(BlogPost)
  forget({ document }: PostDelete<BlogPost>) {
    this.log.add(`${document.slug} is gone`);
  }

  @OnPreUpdate([BlogPost, BlogComment])
  prepare({ sender, update }: PreUpdate<BlogPost> | PreUpdate<BlogComment>) {
    this.log.add(`before the update of ${sender.name}: ${update.paths.join()}`);
  }

  @OnPostUpdate([BlogPost, BlogComment])
  note({ sender, result }: PostUpdate<BlogPost> | PostUpdate<BlogComment>) {
    this.log.add(`updated ${sender.name}: ${result.modifiedCount}`);
  }
}

@Injectable()
export class CommentListener {
  constructor(
    private readonly log: BlogLog,
    @InjectRepository(BlogComment) private readonly comments: DocumentRepository<BlogComment>,
  ) {}

  @OnPostSave(BlogComment)
  async tellAuthor({ document, created }: PostSave<BlogComment>) {
    if (!created) return;
    const [comment] = await this.comments.populate([document], ['author', 'post.author', 'answers.author']);
    const name = comment?.author?.name ?? 'somebody';
    const told = comment?.answers?.author ?? comment?.post?.author;
    this.log.add(`mail to ${told?.email}: ${name} says ${document.text}`);
  }

  @OnPostDelete([BlogComment, BlogProfile])
  forget({ sender, document }: PostDelete<BlogComment | BlogProfile>) {
    const what = document instanceof BlogComment ? document.text : document.about;
    this.log.add(`${sender.name} is gone: ${what}`);
  }
}

@Injectable()
export class AuthorListener {
  constructor(private readonly log: BlogLog) {}

  @OnPostLoad(BlogAuthor)
  count({ documents, origin }: PostLoad<BlogAuthor>) {
    this.log.add(`loaded by ${origin}: ${documents.map(({ name }) => name).join()}`);
  }

  @OnPostWrite([BlogAuthor, BlogPost, BlogComment, BlogTag])
  invalidate({ writes }: PostWrite<BlogAuthor | BlogPost | BlogComment | BlogTag>) {
    this.log.add(`written: ${writes.map(({ kind, sender }) => `${kind} ${sender.name}`).join()}`);
  }
}

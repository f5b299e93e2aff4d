import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import {
  and,
  BelongsTo,
  Document,
  DocumentRepository,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  getRepositoryToken,
  gt,
  gte,
  Id,
  lt,
  oneOf,
  OnPostSave,
  OnPostUpdate,
  OnPreSave,
  OnPreUpdate,
  preSave,
  Reference,
  SignalBus,
  startsWith,
  Transactions,
} from 'nestjs-documents';
import type { DocumentFilter, KeysetPage, PreSave, PreUpdate } from 'nestjs-documents';
import type { Library } from './library.js';
import { compileFilter, contextOf, loadAsFind } from './package-internals.js';

@EmbeddedDocument()
class Address {
  @Field() street!: string;
  @Field() city!: string;
  @Field() zip!: string;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field({ required: true }) email!: string;
  @Field() age!: number;
  @Field() height!: number;
  @Field() isActive!: boolean;
  @Field() isVerified!: boolean;
  @Field() bornAt!: Date;
  @Field() address!: Address;
  @Field(() => [String]) tags!: string[];
  @Field(() => [Number]) scores!: number[];
  @Field({ required: true }) count!: number;
}

@Document({ collection: 'categories' })
class Category {
  @Id() id!: ObjectId;
  @Field() label!: string;
  @Field({ required: true }) count!: number;
}

@Document({ collection: 'posts' })
class Post {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Field() slug!: string;
  @Field() isPublished!: boolean;
  @Field() publishedAt!: Date;
  @Reference(() => Person, { key: 'author' }) authorId!: ObjectId;
  @BelongsTo('authorId') author?: Person | null;
  @Reference(() => Category, { key: 'category' }) categoryId!: ObjectId;
  @BelongsTo('categoryId') category?: Category | null;
  @Field({ required: true }) count!: number;
}

@Module({})
class AppModule {}

@Injectable()
class PersonListener {
  readonly heard = { before: 0, after: 0 };

  @OnPreSave(Person)
  writeInSmallLetters({ document }: PreSave<Person>): void {
    document.email = document.email.toLowerCase();
    this.heard.before++;
  }

  @OnPreUpdate(Person)
  verify({ update }: PreUpdate<Person>): void {
    update.set('isVerified', true);
    this.heard.before++;
  }

  @OnPostSave(Person)
  @OnPostUpdate(Person)
  count(): void {
    this.heard.after++;
  }
}

export const library: Library = {
  async open({ uri, isHeard }) {
    const app = await NestFactory.createApplicationContext(
      {
        module: AppModule,
        imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Person, Post, Category])],
        providers: isHeard ? [PersonListener] : [],
      },
      { logger: ['error', 'warn'] },
    );
    const repository = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));
    const posts = app.get<DocumentRepository<Post>>(getRepositoryToken(Post));
    const context = contextOf(app, Person);
    const transactions = app.get(Transactions);
    return {
      isLoaded: (document) => document instanceof Person && document.address instanceof Address,
      decode: (stored) => stored.map((bytes) => loadAsFind(context, bytes)),
      findAll: () => repository.find({}).toArray(),
      findPopulated: () => posts.find({}).populate('author', 'category').toArray(),
      compileFilter: (number) =>
        compileFilter(context, {
          name: startsWith(`Ada King ${number}`),
          age: and(gte(18), lt(65 + number)),
          isActive: true,
          bornAt: gt(new Date(number)),
          'address.city': oneOf(['London', 'Paris']),
          tags: 'algebra',
        } satisfies DocumentFilter<Person>),
      async walkPages(size, read) {
        const all = repository.find({}).sort({ id: 'asc' });
        let after: string | null = null;
        do {
          const page: KeysetPage<Person> = await all.page({ first: size, after });
          read(page.items);
          after = page.hasNext ? page.endCursor : null;
        } while (after !== null);
      },
      groupByName: () =>
        repository
          .aggregate()
          .group({ name: 'name' }, (e) => ({
            documents: e.count(),
            age: e.max('age'),
            height: e.max('height'),
            bornAt: e.max('bornAt'),
          }))
          .toArray(),
      async changeCount(id, count) {
        const document = await repository.getById(id);
        document.count = count;
        await repository.save(document);
      },
      updateCount: (email, count) => repository.updateOne({ email }, { count }),
      findAndUpdateCount: (email, count) => repository.findOneAndUpdate({ email }, { count }),
      saveMany: (documents) => repository.saveMany(documents as readonly Person[]),
      changeTwo: (ids, count) =>
        transactions.run(async () => {
          for (const id of ids) {
            const document = await repository.getById(id);
            document.count = count;
            await repository.save(document);
          }
        }),
      insertOne: async (values) => repository.create(values),
      insertMany: async (values) => repository.insertMany([...values]),
      ...(isHeard && { heard: app.get(PersonListener).heard }),
      connect(receiver, receiverCount) {
        const bus = app.get(SignalBus);
        for (let index = 0; index < receiverCount; index++) bus.connect(preSave, Person, () => receiver());
        const payload = {} as PreSave<Person>;
        return async (signalCount) => {
          // As the package sends: where nobody is connected there is nothing to send.
          for (let sent = 0; sent < signalCount; sent++) {
            if (bus.hasReceivers(preSave, Person)) await bus.send(preSave, Person, payload);
          }
        };
      },
      close: () => app.close(),
    };
  },
};

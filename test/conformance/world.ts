import 'reflect-metadata';
import type { INestApplicationContext, Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import type { Db, MongoClient } from 'mongodb';
import {
  BelongsTo,
  Connection,
  Document,
  DocumentsModule,
  DeletedAt,
  EmbeddedDocument,
  LeasedBy,
  LeasedUntil,
  Field,
  getConnectionToken,
  getRepositoryToken,
  Id,
  mapOf,
  Reference,
  SignalBus,
} from 'nestjs-documents';
import type { DocumentClass, DocumentRepository } from 'nestjs-documents';
import { databaseUri } from '../support/server.js';
import { CommandLog } from './command-log.js';

/** The documents that the recording was made with, as this library declares them. */
@Document()
export class Author {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field() age?: number;
}

@Document()
export class Explicit {
  @Id() id!: number;
  @Field() label?: string;
}

@EmbeddedDocument()
export class Address {
  @Field() street?: string;
  @Field(() => [String]) lines: string[] = [];
}

@Document()
export class Customer {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() address?: Address;
  @Field(() => [Address]) others: Address[] = [];
  @Field(() => [String]) tags: string[] = [];
  @Field(() => mapOf('any')) extra = new Map<string, any>();
}

@Document()
export class Animal {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

@Document()
export class Dog extends Animal {
  @Field() breed?: string;
}

/** Not in the recording: it can be leased, and is kept when it is deleted. */
@Document()
export class Task {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
  @DeletedAt() deletedAt?: Date;
}

/** Not in the recording: its author is populated. */
@Document()
export class Book {
  @Id() id!: ObjectId;
  @Reference(() => Author) authorId!: ObjectId;
  @BelongsTo('authorId') author?: Author | null;
}

/** An application with those documents, and the database as the driver sees it. */
export interface World {
  readonly app: INestApplicationContext;
  readonly bus: SignalBus;
  readonly client: MongoClient;
  readonly db: Db;
  /** The commands that the application sends. */
  readonly commands: CommandLog;
  readonly authors: DocumentRepository<Author>;
  readonly explicits: DocumentRepository<Explicit>;
  readonly customers: DocumentRepository<Customer>;
  readonly animals: DocumentRepository<Animal>;
  readonly dogs: DocumentRepository<Dog>;
  readonly tasks: DocumentRepository<Task>;
  readonly books: DocumentRepository<Book>;
}

/** Starts the application, on a database of its own, with further providers. @param others the classes that refer to authors */
export async function startWorld(
  providers: readonly Provider[] = [],
  others: readonly DocumentClass[] = [Book],
): Promise<World> {
  const module = await Test.createTestingModule({
    imports: [
      DocumentsModule.forRoot({ uri: databaseUri(), clientOptions: { monitorCommands: true } }),
      DocumentsModule.forFeature([Author, Explicit, Customer, Animal, Dog, Task, ...others]),
    ],
    providers: [...providers],
  }).compile();
  const app = await module.init();
  const { client, db } = app.get<Connection>(getConnectionToken());
  return {
    app,
    bus: app.get(SignalBus),
    client,
    db,
    commands: new CommandLog(client),
    authors: app.get(getRepositoryToken(Author)),
    explicits: app.get(getRepositoryToken(Explicit)),
    customers: app.get(getRepositoryToken(Customer)),
    animals: app.get(getRepositoryToken(Animal)),
    dogs: app.get(getRepositoryToken(Dog)),
    tasks: app.get(getRepositoryToken(Task)),
    get books() {
      return app.get<DocumentRepository<Book>>(getRepositoryToken(Book));
    },
  };
}

/** Empties every collection. */
export async function clear({ db }: World): Promise<void> {
  for (const { name } of await db.listCollections().toArray()) await db.collection(name).deleteMany({});
}

/** Closes the application and drops its database. */
export async function stopWorld({ app, db }: World): Promise<void> {
  await db.dropDatabase();
  await app.close();
}

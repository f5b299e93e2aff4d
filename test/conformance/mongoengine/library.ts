import { ObjectId } from 'mongodb';
import { Document, Field, getRepositoryToken, Id, Reference } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { Author } from '../world.js';
import type { World } from '../world.js';

/** The documents of the recording that refer to authors, in the order of their rules there. */
@Document()
export class Book {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Reference(() => Author, { onDelete: 'cascade' }) author?: ObjectId;
}

@Document()
export class Review {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Reference(() => Author, { onDelete: 'nullify' }) author?: ObjectId;
}

@Document()
export class Shelf {
  @Id() id!: ObjectId;
  @Reference(() => [Author], { onDelete: 'pull' }) authors: ObjectId[] = [];
}

export const libraryClasses = [Book, Review, Shelf] as const;

/** Stores two authors, and what refers to them. @returns the author that is to be deleted */
export async function storedLibrary(world: World): Promise<Author> {
  const books = world.app.get<DocumentRepository<Book>>(getRepositoryToken(Book));
  const reviews = world.app.get<DocumentRepository<Review>>(getRepositoryToken(Review));
  const shelves = world.app.get<DocumentRepository<Shelf>>(getRepositoryToken(Shelf));
  const ada = await world.authors.create({ name: 'ada' });
  const bob = await world.authors.create({ name: 'bob' });
  await books.create({ title: 'one', author: ada.id });
  await books.create({ title: 'two', author: ada.id });
  await books.create({ title: 'three', author: bob.id });
  await reviews.create({ text: 'good', author: ada.id });
  await shelves.create({ authors: [ada.id, bob.id] });
  return ada;
}

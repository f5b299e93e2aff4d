import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { CounterOf, Document, EmbeddedDocument, Field, Id, mapOf, Reference } from 'nestjs-documents';
import type { DocumentClass } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';

@Document()
class Shelf {
  @Id() id!: ObjectId;
}

@Document()
class Book {
  @Id() id!: ObjectId;
  @Reference(() => Shelf) shelfId?: ObjectId;
  @Reference(() => mapOf(Shelf)) formerIds?: Map<string, ObjectId>;
}

const cases: [string, () => DocumentClass[], string, string][] = [
  [
    'counts by a field that is not a reference',
    () => {
      @Document({ name: 'CountsIds' })
      class CountsIds {
        @Id() id!: ObjectId;
        @CounterOf(() => Book, 'id') count!: number;
      }
      return [CountsIds, Shelf, Book];
    },
    'CountsIds.count',
    "Name the field of Book that holds the id of CountsIds: @CounterOf(() => Book, '…')",
  ],
  [
    'counts by a map',
    () => {
      @Document({ name: 'CountsMaps' })
      class CountsMaps {
        @Id() id!: ObjectId;
        @CounterOf(() => Book, 'formerIds') count!: number;
      }
      return [CountsMaps, Shelf, Book];
    },
    'CountsMaps.count',
    "Name the field of Book that holds the id of CountsMaps: @CounterOf(() => Book, '…')",
  ],
  [
    'counts by a reference to another class',
    () => {
      @Document({ name: 'CountsOthers' })
      class CountsOthers {
        @Id() id!: ObjectId;
        @CounterOf(() => Book, 'shelfId') count!: number;
      }
      return [CountsOthers, Shelf, Book];
    },
    'Book.shelfId, which refers to Shelf and not to CountsOthers',
    "Name the field of Book that holds the id of CountsOthers: @CounterOf(() => Book, '…')",
  ],
  [
    'counts documents of a class without a repository',
    () => {
      @Document({ name: 'CountsUnknown' })
      class CountsUnknown {
        @Id() id!: ObjectId;
        @CounterOf(() => Book, 'shelfId') count!: number;
      }
      return [CountsUnknown, Shelf];
    },
    'Its target Book is not registered on the connection "default"',
    'Add it to the module: DocumentsModule.forFeature([Book])',
  ],
  [
    'counts what is not a class',
    () => {
      @Document({ name: 'CountsNothing' })
      class CountsNothing {
        @Id() id!: ObjectId;
        @CounterOf(() => undefined as never, 'shelfId' as never) count!: number;
      }
      return [CountsNothing];
    },
    'CountsNothing.count',
    'Refer to a document class',
  ],
  [
    'is not a number',
    () => {
      @Document({ name: 'CountsInText' })
      class CountsInText {
        @Id() id!: ObjectId;
        // @ts-expect-error a counter is a number, and not a text
        @CounterOf(() => Book, 'shelfId') count!: string;
      }
      return [CountsInText, Shelf, Book];
    },
    '@CounterOf() is for a number, but the field has another type',
    'Write its type: count!: number',
  ],
  [
    'is in an embedded document',
    () => {
      @EmbeddedDocument({ name: 'EmbeddedCounter' })
      class EmbeddedCounter {
        @CounterOf(() => Book, 'shelfId') count!: number;
      }
      @Document({ name: 'HoldsCounter' })
      class HoldsCounter {
        @Id() id!: ObjectId;
        @Field(() => EmbeddedCounter) part?: EmbeddedCounter;
      }
      return [HoldsCounter, Shelf, Book];
    },
    'EmbeddedCounter.count',
    'Move it to the document, or use @Field()',
  ],
  [
    'touches a class without a time of the last write',
    () => {
      @Document({ name: 'TouchesShelves' })
      class TouchesShelves {
        @Id() id!: ObjectId;
        @Reference(() => Shelf, { touch: true }) shelfId?: ObjectId;
      }
      return [TouchesShelves, Shelf];
    },
    'It touches Shelf, which has no field with @UpdatedAt()',
    'Declare one in Shelf: @UpdatedAt() updatedAt!: Date, or remove { touch: true }',
  ],
];

describe('The application does not start if a field', () => {
  test.each(cases)('%s', async (_case, classes, reason, remedy) => {
    const error = await errorOf(() => openApp(classes()));
    expect(error).toMatchObject({ code: 'INVALID_SCHEMA' });
    expect(error.message).toContain(reason);
    expect(error.message).toContain(remedy);
  });
});

import type { ObjectId } from 'mongodb';
import type { Shape, Values } from '../documents/shape.js';

export interface OpenOptions {
  /** With the database to use. */
  readonly uri: string;
  readonly database: string;
  readonly shape: Shape;
  /** Whether two receivers are to be connected, as the library offers it: see `heard`. */
  readonly isHeard: boolean;
}

/** A measured library. Each file of this folder exports one as `library`. */
export interface Library {
  open(options: OpenOptions): Promise<OpenLibrary>;
}

/** Works of an opened library. Those that it does not support are absent. */
export interface OpenLibrary {
  /** Whether this is a document as the library loads it: an instance of its class, if it has classes. */
  readonly isLoaded?: (document: object) => boolean;
  /** Decodes documents from their bytes. */
  readonly decode?: (stored: readonly Uint8Array[]) => readonly object[];
  /** All documents of the collection. */
  readonly findAll?: () => Promise<readonly object[]>;
  /** All documents of the collection `posts`, each with the documents of its `author` and `category` in place of their ids, or beside these. */
  readonly findPopulated?: () => Promise<readonly object[]>;
  /** Writes a filter of six conditions that depend on the number as an application writes it, and checks and converts it. */
  readonly compileFilter?: (number: number) => object;
  /** Reads all documents by id in pages of this size, each by the id behind which it begins. */
  readonly walkPages?: (size: number, read: (page: readonly object[]) => void) => Promise<void>;
  /** Groups all documents by name: a row for each with its name, the number of documents, and the greatest age, height and date of birth. */
  readonly groupByName?: () => Promise<readonly object[]>;
  /** Loads the document, gives it this count, and saves it. */
  readonly changeCount?: (id: ObjectId, count: number) => Promise<unknown>;
  /** Gives the document with this email this count, by one command. */
  readonly updateCount?: (email: string, count: number) => Promise<unknown>;
  /** The same, and returns the document as it is then. */
  readonly findAndUpdateCount?: (email: string, count: number) => Promise<object | null>;
  /** Saves loaded documents of which nothing but the count has changed, by one command. */
  readonly saveMany?: (documents: readonly object[]) => Promise<unknown>;
  /** Makes a document of the values, and inserts it. */
  readonly insertOne?: (values: Values) => Promise<unknown>;
  /** Makes documents of the values, and inserts them; an invalid one would be refused. */
  readonly insertMany?: (values: readonly Values[]) => Promise<unknown>;
  /** In one transaction: loads two documents, gives both this count, and saves them. */
  readonly changeTwo?: (ids: readonly [ObjectId, ObjectId], count: number) => Promise<unknown>;
  /**
   * How often each of the two receivers was called. The first one is called before an insert and writes the email in small letters, or
   * before an update and sets `isVerified`; the second one after it.
   */
  readonly heard?: Heard;
  /** Connects this many receivers, and returns what sends so many signals to them, one after another. */
  readonly connect?: (receiver: () => void, receiverCount: number) => (signalCount: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Heard {
  before: number;
  after: number;
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ParallelWriteError,
  postBulkInsert,
  postDelete,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  preSavePostValidation,
  RecursiveSignalError,
} from 'nestjs-documents';
import type { DisconnectReceiver } from 'nestjs-documents';
import { readStored } from './plain.js';
import { Author, clear, Explicit, startWorld, stopWorld } from './world.js';
import type { World } from './world.js';

let world: World;
let undo: DisconnectReceiver[];

beforeAll(async () => {
  world = await startWorld();
});

beforeEach(async () => {
  undo = [];
  await clear(world);
});

afterEach(() => {
  for (const each of undo) each();
});

afterAll(async () => {
  await stopWorld(world);
});

const author = (name = 'ada'): Author => world.authors.build({ name });
const savedAuthor = async (): Promise<Author> => world.authors.save(author());

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A write of a document, the signal in which a receiver writes the same document again, and how. */
const recursions = [
  { write: 'save', signal: preSave, again: 'save' },
  { write: 'save', signal: preSavePostValidation, again: 'save' },
  { write: 'save', signal: postSave, again: 'save' },
  { write: 'save', signal: preSave, again: 'delete' },
  { write: 'save', signal: postSave, again: 'delete' },
  { write: 'delete', signal: preDelete, again: 'save' },
  { write: 'delete', signal: postDelete, again: 'save' },
  { write: 'delete', signal: preDelete, again: 'delete' },
  { write: 'delete', signal: postDelete, again: 'delete' },
] as const;

describe.each(
  recursions.map(({ signal, ...row }) => ({ ...row, signal, title: `${row.again} in ${signal.name}` })),
)('$title of a $write of the same document', ({ write, signal, again }) => {
  /** Resolves to the error of the receiver's own write. */
  async function refused(): Promise<unknown> {
    const ada = await savedAuthor();
    const errors: unknown[] = [];
    const receiver = async ({ document }: { readonly document: Author }): Promise<void> => {
      errors.push(await thrownBy(world.authors[again](document)));
    };
    undo.push(world.bus.connect(signal as typeof preSave, Author, receiver));
    await world.authors[write](ada);
    return errors[0];
  }

  test('is refused with RecursiveSignalError', async () => {
    expect(await refused()).toBeInstanceOf(RecursiveSignalError);
  });

  test('is refused with the path that led to it', async () => {
    const error = (await refused()) as RecursiveSignalError;

    expect(error.path).toEqual([`Author.${write}`, signal.name, `Author.${again}`]);
  });
});

describe.each([preBulkInsert, postBulkInsert])('A save in $name of the same document', (signal) => {
  test('is refused with the path that led to it', async () => {
    const errors: unknown[] = [];
    undo.push(
      world.bus.connect(signal as typeof preBulkInsert, Author, async ({ documents }) => {
        errors.push(await thrownBy(world.authors.save(documents[0] as Author)));
      }),
    );

    await world.authors.insertMany([author()]);

    expect(errors).toMatchObject([{ path: ['Author.insertMany', signal.name, 'Author.save'] }]);
  });
});

describe('A receiver that saves the document that it is told of', () => {
  test('vetoes the save in a pre signal, as it throws', async () => {
    undo.push(world.bus.connect(preSave, Author, ({ document }) => world.authors.save(document)));

    expect(await thrownBy(savedAuthor())).toMatchObject({ path: ['Author.save', 'preSave', 'Author.save'] });
  });

  test('is named with its error after a post signal', async () => {
    const saveAgain = ({ document }: { readonly document: Author }): Promise<Author> =>
      world.authors.save(document);
    undo.push(world.bus.connect(postSave, Author, saveAgain));

    expect(await thrownBy(savedAuthor())).toMatchObject({
      failures: [{ receiver: 'saveAgain', error: { path: ['Author.save', 'postSave', 'Author.save'] } }],
    });
  });
});

describe('A receiver that saves another document', () => {
  test('nests', async () => {
    undo.push(
      world.bus.connect(postSave, Author, () =>
        world.explicits.save(Object.assign(new Explicit(), { id: 1 })),
      ),
    );

    await savedAuthor();

    expect(await readStored(world.db)).toEqual({
      author: [{ _id: '<id>', name: 'ada' }],
      explicit: [{ _id: 1 }],
    });
  });

  test('is refused where that leads back to the first document', async () => {
    const ada = author();
    const errors: unknown[] = [];
    undo.push(
      world.bus.connect(postSave, Author, () =>
        world.explicits.save(Object.assign(new Explicit(), { id: 1 })),
      ),
      world.bus.connect(postSave, Explicit, async () => {
        errors.push(await thrownBy(world.authors.save(ada)));
      }),
    );

    await world.authors.save(ada);

    expect(errors).toMatchObject([
      { path: ['Author.save', 'postSave', 'Explicit.save', 'postSave', 'Author.save'] },
    ]);
  });

  describe('and whose saves nest', () => {
    /** Saves the first of so many documents; each save saves the next one. */
    async function saveNested(count: number): Promise<unknown[]> {
      const documents = Array.from({ length: count }, (_, id) => Object.assign(new Explicit(), { id }));
      const errors: unknown[] = [];
      undo.push(
        world.bus.connect(postSave, Explicit, async ({ document }) => {
          const next = documents[document.id + 1];
          const error = next && (await thrownBy(world.explicits.save(next)));
          if (error) errors.push(error);
        }),
      );
      await world.explicits.save(documents[0] as Explicit);
      return errors;
    }

    test('reaches a depth of 8', async () => {
      expect(await saveNested(8)).toEqual([]);
    });

    test('stores all documents of a depth of 8', async () => {
      await saveNested(8);

      expect(await world.db.collection('explicit').countDocuments()).toBe(8);
    });

    test('is refused a depth of 9', async () => {
      const [error] = (await saveNested(9)) as RecursiveSignalError[];

      expect(error).toBeInstanceOf(RecursiveSignalError);
      expect(error?.path.filter((step) => step === 'Explicit.save')).toHaveLength(9);
    });

    test('leaves unstored only what is deeper than 8', async () => {
      await saveNested(9);

      expect(await world.db.collection('explicit').countDocuments()).toBe(8);
    });
  });
});

describe('A receiver that returns before its own save does', () => {
  test('saves the same document once the first save has ended', async () => {
    const ada = author();
    let ended: (() => void) | undefined;
    const hasEnded = new Promise<void>((resolve) => (ended = resolve));
    const late: Promise<Author>[] = [];
    undo.push(
      world.bus.connect(
        postSave,
        Author,
        ({ document }) =>
          void late.push(hasEnded.then(() => world.authors.save(Object.assign(document, { name: 'bob' })))),
        { once: true },
      ),
    );

    await world.authors.save(ada);
    ended?.();
    await Promise.all(late);

    expect(await readStored(world.db)).toEqual({ author: [{ _id: '<id>', name: 'bob' }] });
  });
});

describe('Two writes of the same document at the same time', () => {
  const both = [
    { first: 'save', second: 'save' },
    { first: 'save', second: 'delete' },
    { first: 'delete', second: 'save' },
    { first: 'delete', second: 'delete' },
  ] as const;

  test.each(both)('refuse a $second during a $first with ParallelWriteError', async ({ first, second }) => {
    const ada = await savedAuthor();
    ada.name = 'bob';

    const [, error] = await Promise.all([
      thrownBy(world.authors[first](ada)),
      thrownBy(world.authors[second](ada)),
    ]);

    expect(error).toBeInstanceOf(ParallelWriteError);
  });

  test.each(both)('let a $first end during which a $second comes', async ({ first, second }) => {
    const ada = await savedAuthor();

    const [error] = await Promise.all([
      thrownBy(world.authors[first](ada)),
      thrownBy(world.authors[second](ada)),
    ]);

    expect(error).toBeUndefined();
  });

  test('insert a new document once', async () => {
    const ada = author();

    await Promise.allSettled([world.authors.save(ada), world.authors.save(ada)]);

    expect(await readStored(world.db)).toEqual({ author: [{ _id: '<id>', name: 'ada' }] });
  });

  test('do not keep a later one from being made', async () => {
    const ada = author();
    await Promise.allSettled([world.authors.save(ada), world.authors.save(ada)]);

    ada.name = 'bob';
    await world.authors.save(ada);

    expect(await readStored(world.db)).toEqual({ author: [{ _id: '<id>', name: 'bob' }] });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { OnPostSave, postSave, PostSignalError, preSave, preSavePostValidation } from 'nestjs-documents';
import type { PostSave, DisconnectReceiver } from 'nestjs-documents';
import { capabilities } from '../support/server.js';
import { readStored } from './plain.js';
import { Author, clear, Dog, Explicit, startWorld, stopWorld } from './world.js';
import type { World } from './world.js';

const auditError = new Error('audit');
const mailError = new Error('mail');

@Injectable()
class ExplicitListener {
  readonly counted: Explicit[] = [];

  @OnPostSave(Explicit)
  async audit(_: PostSave<Explicit>): Promise<void> {
    throw auditError;
  }

  @OnPostSave(Explicit, { order: 1 })
  mail(_: PostSave<Explicit>): void {
    throw mailError;
  }

  @OnPostSave(Explicit, { order: 2 })
  count({ document }: PostSave<Explicit>): void {
    this.counted.push(document);
  }
}

@Injectable()
class DogListener {
  readonly counted: Dog[] = [];

  @OnPostSave(Dog, { onError: 'log' })
  audit(_: PostSave<Dog>): void {
    throw auditError;
  }

  @OnPostSave(Dog, { order: 1 })
  count({ document }: PostSave<Dog>): void {
    this.counted.push(document);
  }
}

let world: World;
let undo: DisconnectReceiver[];
let logged: unknown[][];

beforeAll(async () => {
  world = await startWorld([ExplicitListener, DogListener]);
});

beforeEach(async () => {
  undo = [];
  logged = [];
  const ignore = (): void => undefined;
  world.app.useLogger({ log: ignore, warn: ignore, error: (...message: unknown[]) => logged.push(message) });
  await clear(world);
});

afterEach(() => {
  for (const each of undo) each();
});

afterAll(async () => {
  await stopWorld(world);
});

const savedAuthor = async (name = 'ada'): Promise<Author> =>
  world.authors.save(world.authors.build({ name }));
const explicit = (id: number): Explicit => Object.assign(new Explicit(), { id });
const dog = (name: string): Dog => Object.assign(new Dog(), { name });

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('created', () => {
  const flags: boolean[] = [];
  const listen = (): void => {
    flags.length = 0;
    for (const signal of [preSave, preSavePostValidation, postSave]) {
      undo.push(world.bus.connect(signal as typeof preSave, Author, ({ created }) => flags.push(created)));
    }
  };

  test('is true in every signal of a save that inserts', async () => {
    const ada = world.authors.build({ name: 'ada' });
    listen();

    await world.authors.save(ada);

    expect(flags).toEqual([true, true, true]);
  });

  test('is false in every signal of a save that updates', async () => {
    const ada = await savedAuthor();
    listen();

    ada.name = 'bob';
    await world.authors.save(ada);

    expect(flags).toEqual([false, false, false]);
  });
});

describe('A throw in a pre receiver', () => {
  test('is what the caller gets, untouched', async () => {
    const veto = new Error('veto');
    undo.push(world.bus.connect(preSave, Author, () => Promise.reject(veto)));

    expect(await thrownBy(savedAuthor())).toBe(veto);
  });

  test('keeps later receivers from being called', async () => {
    const called: string[] = [];
    undo.push(
      world.bus.connect(preSave, Author, () => called.push('first')),
      world.bus.connect(preSave, Author, () => Promise.reject(new Error('veto'))),
      world.bus.connect(preSave, Author, () => called.push('third')),
    );

    await thrownBy(savedAuthor());

    expect(called).toEqual(['first']);
  });

  test('keeps every command from being sent', async () => {
    undo.push(world.bus.connect(preSave, Author, () => Promise.reject(new Error('veto'))));
    world.commands.clear();

    await thrownBy(savedAuthor());

    expect(world.commands.names).toEqual([]);
  });
});

describe('Throws in post receivers', () => {
  test('let all receivers run', async () => {
    const document = explicit(1);

    await thrownBy(world.explicits.save(document));

    expect(world.app.get(ExplicitListener).counted).toContain(document);
  });

  test('let the write stand', async () => {
    await thrownBy(world.explicits.save(explicit(1)));

    expect(await readStored(world.db)).toEqual({ explicit: [{ _id: 1 }] });
  });

  test('reach the caller as one PostSignalError that is applied', async () => {
    const error = await thrownBy(world.explicits.save(explicit(1)));

    expect(error).toBeInstanceOf(PostSignalError);
    expect(error).toMatchObject({ signal: 'postSave', applied: true });
  });

  test('stand in that error, each with the name of its listener', async () => {
    const error = (await thrownBy(world.explicits.save(explicit(1)))) as PostSignalError;

    expect(error.failures).toEqual([
      { receiver: 'ExplicitListener.audit', error: auditError },
      { receiver: 'ExplicitListener.mail', error: mailError },
    ]);
  });

  test('stand in that error as they were thrown', async () => {
    const error = (await thrownBy(world.explicits.save(explicit(1)))) as PostSignalError;

    expect(error.failures[1]?.error).toBe(mailError);
  });

  test('come with the document', async () => {
    const document = explicit(1);

    const error = (await thrownBy(world.explicits.save(document))) as PostSignalError;

    expect(error.document).toBe(document);
  });

  test('leave a document that the next save updates', async () => {
    const document = explicit(1);
    await thrownBy(world.explicits.save(document));
    world.commands.clear();

    document.label = 'a';
    await thrownBy(world.explicits.save(document));

    expect(world.commands.names).toEqual(['update']);
  });

  (capabilities.transactions ? test : test.skip)('abort a transaction (needs transactions)', async () => {
    await world.db.createCollection('explicit').catch(() => undefined);
    await using session = world.client.startSession();

    const error = await thrownBy(
      session.withTransaction(() => world.explicits.save(explicit(1), { session })),
    );

    expect(error).toBeInstanceOf(PostSignalError);
    expect(await readStored(world.db)).toEqual({});
  });
});

describe("A throw in a post receiver with { onError: 'log' }", () => {
  test('does not reach the caller', async () => {
    const rex = dog('rex');

    expect(await world.dogs.save(rex)).toBe(rex);
  });

  test('is logged with the name of its listener', async () => {
    await world.dogs.save(dog('rex'));

    expect(logged.map(([message]) => message)).toEqual(['DogListener.audit failed on postSave']);
  });

  test('lets all receivers run', async () => {
    const rex = dog('rex');

    await world.dogs.save(rex);

    expect(world.app.get(DogListener).counted).toContain(rex);
  });
});

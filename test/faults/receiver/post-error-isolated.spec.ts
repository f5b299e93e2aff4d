import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostSignalError, postBulkInsert, postDelete, postSave } from 'nestjs-documents';
import type { DocumentRepository, ReceiverOptions, Signal } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

describe('Fault 4: the second of three receivers of a post… signal throws', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const failure = new Error('no');

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  /** Runs `work` with three receivers, and returns those called and the error thrown. */
  const withThree = async (
    signal: Signal<any>,
    work: () => Promise<unknown>,
    failing: readonly string[] = ['second'],
    options: ReceiverOptions = {},
  ) => {
    const calls: string[] = [];
    const undo = ['first', 'second', 'third'].map((name) =>
      world.bus.connect(
        signal,
        Person,
        async () => {
          await Promise.resolve();
          calls.push(name);
          if (failing.includes(name)) throw failure;
        },
        { ...options, name },
      ),
    );
    let error: any;
    try {
      await work();
    } catch (thrown) {
      error = thrown;
    }
    undo.forEach((each) => each());
    return { calls, error };
  };
  const storedCount = (person: Person) => world.db.collection('people').countDocuments({ _id: person.id });

  test('all three are called', async () => {
    const ada = people.build({ name: 'Ada' });
    const { calls } = await withThree(postSave, () => people.save(ada));
    expect(calls).toEqual(['first', 'second', 'third']);
  });

  test('the caller gets a PostSignalError that says that the write was applied', async () => {
    const ada = people.build({ name: 'Ada' });
    const { error } = await withThree(postSave, () => people.save(ada));
    expect(error).toBeInstanceOf(PostSignalError);
    expect(error).toMatchObject({
      code: 'POST_SIGNAL_FAILED',
      applied: true,
      signal: 'postSave',
      cause: failure,
    });
    expect(error.document).toBe(ada);
    expect(error.failures).toEqual([{ receiver: 'second', error: failure }]);
  });

  test('the error names the receiver, and holds no value of the document in its message', async () => {
    const ada = people.build({ name: 'Ada-the-secret' });
    const { error } = await withThree(postSave, () => people.save(ada));
    expect(error.message).toContain('second failed on postSave');
    expect(error.message).not.toContain('secret');
  });

  test('the errors of all that fail are there, in order', async () => {
    const ada = people.build({ name: 'Ada' });
    const { error } = await withThree(postSave, () => people.save(ada), ['first', 'third']);
    expect(error.failures.map(({ receiver }: { receiver: string }) => receiver)).toEqual(['first', 'third']);
  });

  test('the write stands, and the document is loaded', async () => {
    const ada = people.build({ name: 'Ada' });
    await withThree(postSave, () => people.save(ada));
    expect(await storedCount(ada)).toBe(1);
    expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
  });

  test('a delete stands', async () => {
    const ada = await people.save(people.build({ name: 'Ada' }));
    const { error, calls } = await withThree(postDelete, () => people.delete(ada));
    expect(calls).toHaveLength(3);
    expect(error).toMatchObject({ applied: true, signal: 'postDelete' });
    expect(await storedCount(ada)).toBe(0);
  });

  test('a bulk insert stands, and the error has its documents', async () => {
    const documents = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
    const { error, calls } = await withThree(postBulkInsert, () => people.insertMany(documents));
    expect(calls).toHaveLength(3);
    expect(error).toMatchObject({ applied: true, signal: 'postBulkInsert' });
    expect(error.documents).toEqual(documents);
    expect(await storedCount(documents[1]!)).toBe(1);
  });

  test('with { onError: "log" } the caller gets its document', async () => {
    const ada = people.build({ name: 'Ada' });
    const { error, calls } = await withThree(postSave, () => people.save(ada), ['second'], {
      onError: 'log',
    });
    expect(error).toBeUndefined();
    expect(calls).toEqual(['first', 'second', 'third']);
  });
});

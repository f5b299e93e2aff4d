import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DocumentNotStoredError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { serverName } from '../../support/server.js';

const megabyte = 1024 * 1024;

describe(`Fault 34: a document is larger than 16 MB (${serverName})`, () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const tooLarge = { code: 'DOCUMENT_TOO_LARGE', outcome: 'notApplied', documentName: 'Person' };
  const count = () => world.db.collection('people').countDocuments();
  const observe = async (work: () => unknown) => {
    let error: any;
    using recorder = new SignalRecorder(world.bus);
    const commands = await world.commandsOf(async () => (error = await errorOf(work)));
    const posts = recorder.names.filter((name) => /post(Save|Delete|BulkInsert)/.test(name));
    return { error, commands: commands.map(({ name }) => name), posts };
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  beforeEach(() => world.db.collection('people').deleteMany({}));
  afterAll(() => world.close());

  const values: [string, () => Partial<Person>][] = [
    ['a text of 17 MB, whose end the driver would cut off', () => ({ nickname: 'x'.repeat(17 * megabyte) })],
    ['texts of 17 MB together', () => ({ tags: Array.from({ length: 17 }, () => 'x'.repeat(megabyte)) })],
    ['bytes of 17 MB', () => ({ notes: Buffer.alloc(17 * megabyte) })],
    ['a text of 16 MB, which the driver would send', () => ({ nickname: 'x'.repeat(16 * megabyte) })],
  ];

  describe.each(values)('by %s', (_title, large) => {
    test('an insert is refused before anything is sent, and the document is new', async () => {
      const ada = people.build({ name: 'Ada', ...large() });
      expect(await observe(() => people.save(ada))).toEqual({
        error: expect.objectContaining(tooLarge),
        commands: [],
        posts: [],
      });
      expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
    });

    test('an update is refused before anything is sent, and the document keeps its changes', async () => {
      const ada = await people.save(people.build({ name: 'Ada' }));
      Object.assign(ada, large());
      const { error, commands, posts } = await observe(() => people.save(ada));
      expect(error).toMatchObject(tooLarge);
      expect([commands, posts]).toEqual([[], []]);
      expect(people.changes(ada).paths).toEqual(Object.keys(large()));
    });

    test.each([true, false])(
      'insertMany (ordered: %s) is refused as a whole before anything is sent',
      async (ordered) => {
        const list = [
          people.build({ name: 'A' }),
          people.build({ name: 'B', ...large() }),
          people.build({ name: 'C' }),
        ];
        const { error, commands, posts } = await observe(() => people.insertMany(list, { ordered }));
        expect(error).toMatchObject(tooLarge);
        expect([commands, posts]).toEqual([[], []]);
        expect(await count()).toBe(0);
        list.splice(1, 1);
        expect(await people.insertMany(list)).toHaveLength(2);
      },
    );
  });

  test('a document of 15 MB is stored', async () => {
    await people.save(people.build({ name: 'Ada', nickname: 'x'.repeat(15 * megabyte) }));
    expect(await count()).toBe(1);
  });

  test('a change that makes it too large is refused by the server, and not applied', async () => {
    const ada = await people.save(people.build({ name: 'Ada', nickname: 'x'.repeat(9 * megabyte) }));
    ada.notes = 'x'.repeat(9 * megabyte);
    const { error, commands, posts } = await observe(() => people.save(ada));
    expect(error).toMatchObject(tooLarge);
    expect([commands, posts]).toEqual([['update'], []]);
    ada.notes = 'short';
    expect((await observe(() => people.save(ada))).posts).toEqual(['Person.postSave']);
  });
});

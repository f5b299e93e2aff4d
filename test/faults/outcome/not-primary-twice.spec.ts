import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentNotStoredError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';

const describeFaults = capabilities.failPoints ? describe : describe.skip;

describeFaults(
  `Fault 24: the server is not the primary, twice, which needs fail points (${serverName})`,
  () => {
    const appName = newAppName();
    let world: IntegrationApp;
    let people: DocumentRepository<Person>;

    beforeAll(async () => {
      world = await openApp([Person], [], { clientOptions: { appName, heartbeatFrequencyMS: 500 } });
      people = world.repository(Person);
    });
    afterAll(() => world.close());

    /** Observes `work` while its command is answered with an error this many times. */
    const observe = (command: string, times: number, data: object, work: () => unknown) =>
      withFailPoint(appName, { commands: [command], times, data }, async () => {
        let error: any;
        using recorder = new SignalRecorder(world.bus);
        const commands = await world.commandsOf(async () => (error = await errorOf(work)));
        const posts = recorder.names.filter((name) => /post(Save|Delete|BulkInsert)/.test(name));
        return { error, commands: commands.map(({ name }) => name), posts };
      });
    const person = () => people.build({ name: 'Ada' });
    const operations: [string, string, () => Promise<() => unknown>][] = [
      [
        'an insert',
        'insert',
        async () => {
          const ada = person();
          return () => people.save(ada);
        },
      ],
      [
        'an update',
        'update',
        async () => {
          const ada = Object.assign(await people.save(person()), { age: 37 });
          return () => people.save(ada);
        },
      ],
      [
        'a delete',
        'delete',
        async () => {
          const ada = await people.save(person());
          return () => people.delete(ada);
        },
      ],
      [
        'insertMany',
        'insert',
        async () => {
          const list = [person(), person()];
          return () => people.insertMany(list);
        },
      ],
    ];

    describe.each(operations)('%s', (_title, command, prepare) => {
      test('is sent again, and of unknown outcome without a label', async () => {
        const { error, commands, posts } = await observe(command, 2, { errorCode: 10107 }, await prepare());
        expect(commands).toEqual([command, command]);
        expect(error).toMatchObject({
          code: 'WRITE_OUTCOME_UNKNOWN',
          outcome: 'unknown',
          documentName: 'Person',
        });
        expect(error.hasErrorLabel('RetryableWriteError')).toBe(true);
        expect(posts).toEqual([]);
      });

      test('is not applied by the label NoWritesPerformed', async () => {
        const data = { errorCode: 10107, errorLabels: ['RetryableWriteError', 'NoWritesPerformed'] };
        const { error, posts } = await observe(command, 2, data, await prepare());
        expect(error).toMatchObject({ code: 'WRITE_REFUSED', outcome: 'notApplied', serverCode: 10107 });
        expect(error.hasErrorLabel('NoWritesPerformed')).toBe(true);
        expect(posts).toEqual([]);
      });

      test('is applied and signalled once if that happens once', async () => {
        const { error, posts } = await observe(command, 1, { errorCode: 10107 }, await prepare());
        expect(error).toBeUndefined();
        expect(posts).toHaveLength(1);
      });
    });

    test.each([
      ['it shuts down', 91, 2, 'WRITE_OUTCOME_UNKNOWN'],
      ['it has stepped down', 189, 2, 'WRITE_OUTCOME_UNKNOWN'],
      ['it was interrupted by a change of state', 11602, 2, 'WRITE_OUTCOME_UNKNOWN'],
      ['its time is over', 50, 1, 'WRITE_OUTCOME_UNKNOWN'],
      ['rights are missing', 13, 1, 'WRITE_REFUSED'],
      ['another transaction writes the same', 112, 1, 'WRITE_REFUSED'],
    ])('when %s (%i)', async (_title, errorCode, times, code) => {
      const ada = person();
      const { error, posts } = await observe('insert', times, { errorCode }, () => people.save(ada));
      expect(error).toMatchObject({ code, documentName: 'Person' });
      expect(posts).toEqual([]);
      expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
      expect(await people.save(ada)).toBe(ada);
    });

    test('deleteMany is sent once, and of unknown outcome', async () => {
      let error: any;
      const commands = await withFailPoint(
        appName,
        { commands: ['delete'], data: { errorCode: 10107 } },
        () =>
          world.commandsOf(async () => (error = await errorOf(() => people.deleteMany({ name: 'Nobody' })))),
      );
      expect(commands.map(({ name }) => name)).toEqual(['delete']);
      expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN' });
    });
  },
);

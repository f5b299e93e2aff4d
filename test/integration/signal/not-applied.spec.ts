import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  postBulkInsert,
  postDelete,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  preSavePostValidation,
  signalError,
} from 'nestjs-documents';
import type { Signal } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withFailPoints = capabilities.failPoints ? test : test.skip;
const withTransactions = capabilities.transactions ? test : test.skip;

const refuse = (): never => {
  throw new Error('no');
};

describe('The phase notApplied', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  /** The signals received, in order: `postSave Ada`. */
  let heard: string[];
  let payloads: any[];
  let undo: (() => void)[];
  const connect = (signal: Signal<any, any>, receiver: (payload: any) => unknown, options = {}) => {
    undo.push(world.bus.connect(signal, Person, receiver, options));
  };

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people } = world);
  });
  beforeEach(async () => {
    await world.clear();
    [heard, payloads, undo] = [[], [], []];
    for (const signal of [postSave, postDelete, postBulkInsert]) {
      const note = (payload: any) => {
        const subjects: Person[] = payload.documents ?? [payload.document];
        heard.push([signal.name, ...subjects.map(({ name }) => name)].join(' '));
        payloads.push(payload);
      };
      connect(signal, note, { phase: 'notApplied' });
    }
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('of a save', () => {
    test('comes after a veto, with a copy of the document as it was to be written', async () => {
      const ada = await world.loaded({ age: 1 });
      connect(preSave, ({ document }) => void (document.age = 3));
      connect(preSave, refuse, { order: 1 });
      ada.status = 'old';
      const error = await errorOf(() => people.save(ada, { context: { by: 'grace' } }));
      expect([error.message, heard]).toEqual(['no', ['postSave Ada']]);
      const [{ document, created, changes, context, origin, session }] = payloads;
      expect(document).toBeInstanceOf(Person);
      expect(document).not.toBe(ada);
      expect([document.id, document.age, document.status]).toEqual([ada.id, 3, 'old']);
      expect([created, changes.paths, origin, session]).toEqual([
        ...[false, ['age', 'status']],
        ...['save', undefined],
      ]);
      expect(context).toEqual({ by: 'grace' });
      expect(await errorOf(() => people.save(document))).toMatchObject({ code: 'READ_ONLY_DOCUMENT' });
    });

    test('comes after a veto of preSavePostValidation', async () => {
      connect(preSavePostValidation, refuse);
      await errorOf(() => world.saved('Ada'));
      expect(heard).toEqual(['postSave Ada']);
      expect(payloads[0].created).toBe(true);
      expect(payloads[0].changes.get('name')).toEqual({ path: 'name', before: undefined, after: 'Ada' });
    });

    test('shows an invalid document without what cannot be stored', async () => {
      const ada = await world.loaded({ age: 1, nickname: 'A' });
      Object.assign(ada, { age: 'five', nickname: 'B' });
      await errorOf(() => people.save(ada));
      const [{ document, changes }] = payloads;
      expect([document.age, document.nickname, changes.paths]).toEqual([1, 'B', ['nickname']]);
    });

    test('comes after a duplicate key, with the id that was to be stored', async () => {
      const id = (await world.saved('Ada')).id;
      await errorOf(async () => people.save(people.build({ id, name: 'Eve' })));
      expect([heard, payloads[0].document.id]).toEqual([['postSave Eve'], id]);
    });

    test('comes where the document is there no more', async () => {
      const ada = await world.saved('Ada');
      await world.clear();
      ada.age = 2;
      await errorOf(() => people.save(ada));
      expect([heard, payloads[0].changes.paths]).toEqual([['postSave Ada'], ['age']]);
    });

    test('does not come of a save that was not announced, and not of one that was applied', async () => {
      const ada = await world.saved('Ada');
      connect(postSave, refuse);
      await errorOf(() => people.save(ada));
      await people.delete(ada);
      expect(await errorOf(() => people.save(ada))).toMatchObject({ code: 'DOCUMENT_DELETED' });
      expect(heard).toEqual([]);
    });

    withFailPoints('does not come where the outcome is unknown (needs fail points)', async () => {
      const failure = { commands: ['insert'], times: 2, data: { closeConnection: true } };
      const error = await withFailPoint(world.appName, failure, () => errorOf(() => world.saved('Ada')));
      expect([error.code, heard]).toEqual(['WRITE_OUTCOME_UNKNOWN', []]);
    });

    test('comes before the caller has its error, which an error of the listener does not replace', async () => {
      const reported: string[] = [];
      connect(signalError, ({ phase, failedSignal }) => reported.push(`${failedSignal} ${phase}`));
      connect(postSave, refuse, { phase: 'notApplied', order: -1 });
      const error = await errorOf(async () => people.save(people.build({})));
      expect([error.code, heard, reported]).toEqual([
        ...['VALIDATION_FAILED', ['postSave '], ['postSave notApplied']],
      ]);
    });
  });

  describe('of a delete', () => {
    test('comes after a veto, and where the document was gone before', async () => {
      const ada = await world.saved('Ada');
      connect(preDelete, refuse, { once: true });
      await errorOf(() => people.delete(ada));
      expect(heard).toEqual(['postDelete Ada']);
      await world.clear();
      expect(await people.delete(ada)).toBe(false);
      expect(heard).toEqual(['postDelete Ada', 'postDelete Ada']);
    });

    test('has deleteMany delete one after another, and comes of those that are not deleted', async () => {
      for (const name of ['Ada', 'Bob']) await world.saved(name);
      connect(preDelete, ({ document }) => document.name === 'Bob' && refuse());
      await errorOf(() => people.deleteMany({}, { allowAll: true }));
      expect([heard, await world.names()]).toEqual([['postDelete Bob'], ['Bob']]);
    });
  });

  describe('of a bulk insert', () => {
    const id = new ObjectId();
    const made = async () => {
      await people.save(people.build({ id, name: 'Ada' }));
      return [
        people.build({ name: 'Bob' }),
        people.build({ id, name: 'Cid' }),
        people.build({ name: 'Dan' }),
      ];
    };

    test('has the documents that were not inserted', async () => {
      const documents = await made();
      await errorOf(() => people.insertMany(documents));
      expect([heard, await world.names()]).toEqual([['postBulkInsert Cid Dan'], ['Ada', 'Bob']]);
      expect(payloads[0].documents[1].id).toEqual(documents[2]?.id);
    });

    test('has those that the server refuses of an unordered one', async () => {
      const documents = await made();
      await errorOf(() => people.insertMany(documents, { ordered: false }));
      expect(heard).toEqual(['postBulkInsert Cid']);
    });

    test('has all after a veto, and where one is not valid', async () => {
      const documents = [people.build({ name: 'Bob' }), people.build({})];
      await errorOf(() => people.insertMany(documents));
      connect(preBulkInsert, refuse);
      await errorOf(() => people.insertMany(documents));
      expect(heard).toEqual(['postBulkInsert Bob ', 'postBulkInsert Bob ']);
      expect(documents.map((each) => each.id)).toEqual([undefined, undefined]);
    });
  });

  withTransactions(
    'comes of a veto that the work has caught, after the commit (needs transactions)',
    async () => {
      connect(postSave, ({ document }) => heard.push(`committed ${document.name}`), { phase: 'afterCommit' });
      connect(preSave, ({ document }) => document.name === 'Eve' && refuse());
      await world.transactions.run(async () => {
        await errorOf(() => world.saved('Eve'));
        await world.saved('Ada');
        heard.push('end of the work');
      });
      expect(heard).toEqual(['end of the work', 'postSave Eve', 'committed Ada']);
    },
  );
});

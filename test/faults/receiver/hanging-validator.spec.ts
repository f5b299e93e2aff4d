import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, preDelete, Transactions, ValidatorTimeoutError } from 'nestjs-documents';
import type { DocumentRepository, ValidatorCall } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities, serverName } from '../../support/server.js';

const testWithTransactions = capabilities.transactions ? test : test.skip;

/** In milliseconds; all different, so that an error shows which one expired. */
const timeouts = { receiver: 60, operation: 100, inTransaction: { receiver: 40, operation: 70 } };

type Validate = (value: unknown, call: ValidatorCall) => boolean | Promise<boolean>;
const accept: Validate = () => true;
const validators = { ofField: accept, ofClass: accept };
const never = async (): Promise<boolean> => new Promise(() => undefined);

@Document({
  collection: 'docs',
  validate: (doc: Doc, call: ValidatorCall) => validators.ofClass(doc, call),
})
class Doc {
  @Id() id!: ObjectId;
  @Field(() => Number, { validate: (value, _doc, call) => validators.ofField(value, call) }) n = 1;
  @Field() other?: number;
}

describe(`Fault 7: a validator never answers (${serverName})`, () => {
  let world: IntegrationApp;
  let docs: DocumentRepository<Doc>;
  beforeAll(async () => {
    world = await openApp([Doc], [], { timeouts });
    docs = world.repository(Doc);
    await world.db.createCollection('docs');
  });
  beforeEach(async () => {
    Object.assign(validators, { ofField: accept, ofClass: accept });
    await world.db.collection('docs').deleteMany({});
  });
  afterAll(() => world.close());

  const timeoutOf = async (work: () => unknown): Promise<ValidatorTimeoutError> => {
    let error: unknown;
    const commands = await world.commandsOf(async () => (error = await errorOf(work)));
    expect(error).toBeInstanceOf(ValidatorTimeoutError);
    expect(commands).toEqual([]);
    return error as ValidatorTimeoutError;
  };

  test('ends a save with an error that names class, field and time, and gives the document back', async () => {
    validators.ofField = never;
    const doc = docs.build({ n: 1 });
    const error = await timeoutOf(() => docs.save(doc));
    expect([error.code, error.documentName, error.path, error.timeout]).toEqual([
      ...['VALIDATOR_TIMEOUT', 'Doc', 'n', 60],
    ]);
    expect(error.message).toBe(
      'A validator of Doc for n did not answer within 60 ms. That is the timeout of a validator, which is that of a receiver. ' +
        'Stop waiting when its "abortSignal" is aborted, do slow checks elsewhere, or raise the timeout.',
    );
    expect(doc.id).toBeUndefined();
    validators.ofField = accept;
    await docs.save(doc);
    expect(await world.db.collection('docs').countDocuments({})).toBe(1);
  });

  test('of the class names the class', async () => {
    validators.ofClass = never;
    const error = await timeoutOf(async () => docs.save(docs.build({})));
    expect([error.path, error.problem]).toEqual(['', 'A validator of Doc did not answer within 60 ms']);
  });

  test('has its abortSignal aborted with that error', async () => {
    const signals: AbortSignal[] = [];
    validators.ofField = async (_value, { abortSignal }) => {
      signals.push(abortSignal);
      return never();
    };
    validators.ofClass = (_value, { abortSignal }) => {
      signals.push(abortSignal);
      return true;
    };
    const error = await timeoutOf(async () => docs.save(docs.build({})));
    expect(signals.map(({ reason }) => reason as unknown)).toEqual([error, error]);
  });

  test('is not heard when it answers or fails later', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    validators.ofField = async (_value, { abortSignal }) =>
      new Promise((_resolve, reject) => {
        abortSignal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    validators.ofClass = async (_value, { abortSignal }) =>
      new Promise((resolve) => {
        abortSignal.addEventListener('abort', () => {
          resolve(false);
        });
      });
    await timeoutOf(async () => docs.save(docs.build({})));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('ends an update, insertMany and instead of a delete', async () => {
    const doc = await docs.save(docs.build({}));
    validators.ofField = never;
    doc.n = 2;
    expect((await timeoutOf(() => docs.save(doc))).path).toBe('n');
    const list = [docs.build({}), docs.build({})];
    expect((await timeoutOf(() => docs.insertMany(list))).path).toBe('n');
    expect(list.map(({ id }) => id)).toEqual([undefined, undefined]);
    using _undo = world.bus.connect(preDelete, Doc, ({ instead }) => {
      instead({ n: 3 });
    });
    expect((await timeoutOf(() => docs.delete(doc))).path).toBe('n');
    validators.ofField = accept;
    await docs.delete(doc);
    expect(await world.db.collection('docs').findOne({})).toMatchObject({ n: 3 });
  });

  test('has no more than the receivers and validators of its operation together', async () => {
    const hurried = await openApp([Doc], [], { timeouts: { receiver: 1000, operation: 50 } });
    const hurriedDocs = hurried.repository(Doc);
    let asked = 0;
    validators.ofField = async () => ++asked < 3 || never();
    const list = [1, 2, 3, 4].map((n) => hurriedDocs.build({ n }));
    const error = (await errorOf(() => hurriedDocs.insertMany(list))) as ValidatorTimeoutError;
    await hurried.close();
    expect(error.timeout).toBeLessThanOrEqual(50);
    expect(error.reason).toBe(
      'All receivers and validators of an operation together may take 50 ms, and the others used up the rest',
    );
  });

  testWithTransactions('has the time of a receiver in a transaction, which may go on', async () => {
    const transactions = world.app.get(Transactions);
    await transactions.run(async () => {
      validators.ofField = never;
      const error = await errorOf(async () => docs.save(docs.build({})));
      expect([error.code, error.timeout]).toEqual(['VALIDATOR_TIMEOUT', 40]);
      validators.ofField = accept;
      await docs.save(docs.build({ n: 5 }));
    });
    expect(await world.db.collection('docs').countDocuments({ n: 5 })).toBe(1);
  });

  testWithTransactions('holds up no transaction that has not awaited its save', async () => {
    validators.ofField = never;
    const doc = docs.build({});
    const error = new Error('the work');
    const saving: Promise<unknown>[] = [];
    const caught: unknown = await errorOf(() =>
      world.app.get(Transactions).run(() => {
        saving.push(errorOf(() => docs.save(doc)));
        throw error;
      }),
    );
    expect(caught).toBe(error);
    expect((await saving[0]) as Error).toBeInstanceOf(Error);
    expect(await world.db.collection('docs').countDocuments({})).toBe(0);
  });
});

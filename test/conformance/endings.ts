import { ConflictException } from '@nestjs/common';
import { postSave, preSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import type { Failure } from '../support/fail-points.js';
import { errorOf } from '../support/world/integration-app.js';
import { Person, storedPerson } from '../support/world/integration-people.js';
import type { TransactionsWorld } from '../support/world/transactions-world.js';

/** How often receivers of each phase of `postSave`, and of the signals of a transaction as a whole, are called. */
export type Heard = readonly [
  now: number,
  afterCommit: number,
  notApplied: number,
  postCommit: number,
  postRollback: number,
];

/** One way in which the save of one document, and the transaction that it is in, can end. Chapter 05 is made of these. */
export interface Ending {
  readonly outcome: string;
  readonly heard: Heard;
  /** The outcome for the caller: `result`, or the class name of the error. */
  readonly caller: string;
  /** Failure of the server in the meantime. */
  readonly failure?: Failure;
  /** How many documents are stored in the end. */
  readonly stored: number;
  readonly run: (world: TransactionsWorld) => unknown;
}

const save = ({ saved }: TransactionsWorld) => saved('Ada');

/** Throws an error of the application. */
const refuse = (): never => {
  throw new ConflictException();
};

const saveAnd = async (world: TransactionsWorld, next: () => unknown) => {
  await save(world);
  await next();
};

/** Collides with a document that is stored. */
const saveAgain = async ({ people, db }: TransactionsWorld) => {
  const { _id: id } = (await db.collection('people').findOne({ name: 'Bob' })) ?? {};
  return people.save(people.build({ id: id as never, name: 'Bob' }));
};

/** Stores the document that others collide with. */
const withBob = async (world: TransactionsWorld, work: () => unknown) => {
  await world.db.collection('people').insertOne(storedPerson({ name: 'Bob' }));
  await work();
};

const vetoed = (world: TransactionsWorld) =>
  withReceiver(world.bus, { signal: preSave, sender: Person, receiver: refuse }, () => world.saved('Eve'));

const heardBadly = (world: TransactionsWorld, work: () => Promise<unknown>) =>
  withReceiver(world.bus, { signal: postSave, sender: Person, receiver: refuse }, work);

const label = 'TransientTransactionError';

export const withoutTransaction: readonly Ending[] = [
  {
    outcome: 'the write is applied',
    heard: [1, 1, 0, 0, 0],
    caller: 'result',
    stored: 1,
    run: save,
  },
  {
    outcome: 'a receiver of `now` fails',
    heard: [1, 1, 0, 0, 0],
    caller: 'PostSignalError',
    stored: 1,
    run: (world) => heardBadly(world, () => save(world)),
  },
  {
    outcome: 'it is vetoed',
    heard: [0, 0, 1, 0, 0],
    caller: 'ConflictException',
    stored: 0,
    run: vetoed,
  },
  {
    outcome: 'it is not valid',
    heard: [0, 0, 1, 0, 0],
    caller: 'ValidationError',
    stored: 0,
    run: async ({ people }) => people.save(people.build({})),
  },
  {
    outcome: 'the server refuses it',
    heard: [0, 0, 1, 0, 0],
    caller: 'DuplicateKeyError',
    stored: 1,
    run: (world) => withBob(world, () => saveAgain(world)),
  },
  {
    outcome: 'the document no longer exists',
    heard: [0, 0, 1, 0, 0],
    caller: 'StaleDocumentError',
    stored: 0,
    run: async ({ people, db }) => {
      await db.collection('people').insertOne(storedPerson({ name: 'Bob' }));
      const bob = await people.findOne({ name: 'Bob' });
      await db.collection('people').deleteMany({});
      await people.save(Object.assign(bob as Person, { name: 'Bo' }));
    },
  },
  {
    outcome: 'its outcome is unknown',
    heard: [0, 0, 0, 0, 0],
    caller: 'WriteOutcomeUnknownError',
    failure: { commands: ['insert'], times: 2, data: { closeConnection: true } },
    stored: 0,
    run: save,
  },
  {
    outcome: 'it is in a transaction of the driver',
    heard: [0, 0, 0, 0, 0],
    caller: 'UnmanagedTransactionError',
    stored: 0,
    run: ({ connection: { client }, people }) =>
      client.withSession((session) =>
        session.withTransaction(async () => people.save(people.build({ name: 'Ada' }), { session })),
      ),
  },
];

export const inTransaction: readonly Ending[] = [
  {
    outcome: 'it is committed',
    heard: [1, 1, 0, 1, 0],
    caller: 'result',
    stored: 1,
    run: (world) => world.transactions.run(() => save(world)),
  },
  {
    outcome: 'it is committed, and a receiver of `afterCommit` fails',
    heard: [1, 1, 0, 1, 0],
    caller: 'result',
    stored: 1,
    run: (world) =>
      withReceiver(
        world.bus,
        { signal: postSave, sender: Person, receiver: refuse, phase: 'afterCommit', order: -1 },
        () => world.transactions.run(() => save(world)),
      ),
  },
  {
    outcome: 'the work throws',
    heard: [1, 0, 1, 0, 1],
    caller: 'ConflictException',
    stored: 0,
    run: (world) => world.transactions.run(() => saveAnd(world, refuse)),
  },
  {
    outcome: 'a later save is vetoed',
    heard: [1, 0, 2, 0, 1],
    caller: 'ConflictException',
    stored: 0,
    run: (world) => world.transactions.run(() => saveAnd(world, () => vetoed(world))),
  },
  {
    outcome: 'a later save is vetoed, and the work catches it',
    heard: [1, 1, 1, 1, 0],
    caller: 'result',
    stored: 1,
    run: (world) => world.transactions.run(() => saveAnd(world, () => errorOf(() => vetoed(world)))),
  },
  {
    outcome: 'a receiver of `now` fails',
    heard: [1, 0, 1, 0, 1],
    caller: 'PostSignalError',
    stored: 0,
    run: (world) => world.transactions.run(() => heardBadly(world, () => save(world))),
  },
  {
    outcome: 'a receiver of `now` fails, and the work catches it',
    heard: [1, 0, 1, 0, 1],
    caller: 'TransactionFailedError',
    stored: 0,
    run: (world) => world.transactions.run(() => errorOf(() => heardBadly(world, () => save(world)))),
  },
  {
    outcome: 'the server refuses a later command',
    heard: [1, 0, 2, 0, 1],
    caller: 'DuplicateKeyError',
    stored: 1,
    run: (world) =>
      withBob(world, () => world.transactions.run(() => saveAnd(world, () => saveAgain(world)))),
  },
  {
    outcome: 'the server refuses a later command, and the work catches it',
    heard: [1, 0, 2, 0, 1],
    caller: 'TransactionFailedError',
    stored: 1,
    run: (world) =>
      withBob(world, () =>
        world.transactions.run(() => saveAnd(world, () => errorOf(() => saveAgain(world)))),
      ),
  },
  {
    outcome: 'the server refuses the commit',
    heard: [1, 0, 1, 0, 1],
    caller: 'CommitRefusedError',
    failure: { commands: ['commitTransaction'], data: { errorCode: 263 } },
    stored: 0,
    run: (world) => world.transactions.run(() => save(world)),
  },
  {
    outcome: 'the outcome of the commit is unknown',
    heard: [1, 0, 0, 0, 0],
    caller: 'CommitOutcomeUnknownError',
    failure: {
      commands: ['commitTransaction'],
      data: { errorCode: 50, errorLabels: ['UnknownTransactionCommitResult'] },
    },
    stored: 0,
    run: (world) => world.transactions.run(() => save(world)),
  },
  {
    outcome: 'its write conflicts, the work is repeated and committed',
    heard: [1, 1, 0, 1, 0],
    caller: 'result',
    failure: { commands: ['insert'], data: { errorCode: 112, errorLabels: [label] } },
    stored: 1,
    run: (world) => world.transactions.run(() => save(world)),
  },
  {
    outcome: 'the commit conflicts, the work is repeated and committed',
    heard: [2, 1, 0, 1, 0],
    caller: 'result',
    failure: { commands: ['commitTransaction'], data: { errorCode: 251, errorLabels: [label] } },
    stored: 1,
    run: (world) => world.transactions.run(() => save(world)),
  },
  {
    outcome: 'the commit conflicts, the work is repeated and throws',
    heard: [2, 0, 1, 0, 1],
    caller: 'ConflictException',
    failure: { commands: ['commitTransaction'], data: { errorCode: 251, errorLabels: [label] } },
    stored: 0,
    run: (world) =>
      world.transactions.run(({ attempt }) =>
        saveAnd(world, () => {
          if (attempt === 2) refuse();
        }),
      ),
  },
  {
    outcome: 'the commit conflicts until the timeout is over',
    heard: [1, 0, 1, 0, 1],
    caller: 'TransactionConflictError',
    failure: { commands: ['commitTransaction'], times: 1000, data: { errorCode: 251, errorLabels: [label] } },
    stored: 0,
    run: (world) => world.transactions.run(() => save(world), { timeout: 1 }),
  },
  {
    outcome: 'the save is not awaited',
    heard: [0, 0, 1, 1, 0],
    caller: 'result',
    stored: 0,
    run: async (world) => {
      const ada = world.people.build({ name: 'Ada' });
      let saving: Promise<unknown> | undefined;
      await world.transactions.run(() => void (saving = errorOf(() => world.people.save(ada))));
      await saving;
    },
  },
];

export const inInnerTransaction: readonly Ending[] = [
  {
    outcome: '`required`: both succeed',
    heard: [1, 1, 0, 1, 0],
    caller: 'result',
    stored: 1,
    run: ({ transactions, ...world }) => transactions.run(() => transactions.run(() => world.saved('Ada'))),
  },
  {
    outcome: '`required`: the inner work throws, and the outer one catches it',
    heard: [1, 0, 1, 0, 1],
    caller: 'TransactionFailedError',
    stored: 0,
    run: ({ transactions, ...world }) =>
      transactions.run(() =>
        errorOf(() =>
          transactions.run(async () => {
            await world.saved('Ada');
            refuse();
          }),
        ),
      ),
  },
  {
    outcome: '`requiresNew`: the inner one is committed, the outer work throws',
    heard: [1, 1, 0, 1, 1],
    caller: 'ConflictException',
    stored: 1,
    run: ({ transactions, ...world }) =>
      transactions.run(async () => {
        await transactions.run(() => world.saved('Ada'), { propagation: 'requiresNew' });
        refuse();
      }),
  },
  {
    outcome: '`requiresNew`: the inner work throws, and the outer one catches it',
    heard: [1, 0, 1, 1, 1],
    caller: 'result',
    stored: 0,
    run: ({ transactions, ...world }) =>
      transactions.run(() =>
        errorOf(() =>
          transactions.run(
            async () => {
              await world.saved('Ada');
              refuse();
            },
            { propagation: 'requiresNew' },
          ),
        ),
      ),
  },
];

import { MongoServerError } from 'mongodb';
import { Transactional, Transactions, postSave } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf } from '../world/integration-app.js';
import { Person } from '../world/integration-people.js';
import { openLossyProxy } from '../proxy/lossy-proxy.js';
import type { LossyProxy } from '../proxy/lossy-proxy.js';
import { openStandaloneProxy } from '../proxy/standalone-proxy.js';
import type { Provocation } from './provocations.js';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';

type Provoke = Provocation['provoke'];

const context = { secret };
const save = async ({ people, person }: SecretsWorld): Promise<Person> => people.save(await person());

/** Runs `work` beside an application of its own, whose replies may be lost. */
function losing(
  work: (transactions: Transactions, people: DocumentRepository<Person>, proxy: LossyProxy) => unknown,
): Provoke {
  return async ({ beside }) => {
    const proxy = await openLossyProxy();
    try {
      return await beside([Person], { uri: proxy.uri }, ({ app, repository }) =>
        work(app.get(Transactions), repository(Person), proxy),
      );
    } finally {
      await proxy.close();
    }
  };
}

function transient(): MongoServerError {
  const error = new MongoServerError({ message: secret, errmsg: secret, code: 112 });
  error.addErrorLabel('TransientTransactionError');
  return error;
}

/** In transactions. The secrets are in documents, in contexts, and in what the work throws. */
export const transactionProvocations: Readonly<Record<string, Readonly<Record<string, Provoke>>>> = {
  TransactionOverError: {
    'its session is kept': async (world) => {
      const session = await world.transactions.run((own) => own.session, { context });
      return world.people.save(await world.person(), { session, context });
    },
  },
  TransactionFailedError: {
    'a duplicate key is caught': async (world) => {
      const { email = '' } = await world.people.save(await world.person({ email: `${secret}@failed` }));
      return world.transactions.run(() =>
        errorOf(async () => world.people.save(await world.person({ email }))),
      );
    },
    'a part of it throws a text': ({ transactions }) =>
      transactions.run(() =>
        errorOf(() =>
          transactions.run(() => {
            throw secret;
          }),
        ),
      ),
  },
  TransactionInterruptedError: {
    'the replies are lost': losing((transactions, people, proxy) => {
      proxy.lose({ command: 'insert', times: 1000 });
      return transactions.run(async () => people.save(people.build({ name: secret })), {
        timeout: 1,
        context,
      });
    }),
  },
  TransactionConflictError: {
    'the work lets an error of the driver through': ({ transactions }) =>
      transactions.run(
        () => {
          throw transient();
        },
        { timeout: 1, context },
      ),
  },
  CommitRefusedError: {
    'the work has ended the transaction': (world) =>
      world.transactions.run(
        async ({ session }) => {
          await save(world);
          await session.abortTransaction();
        },
        { context },
      ),
  },
  CommitOutcomeUnknownError: {
    'the replies to the commit are lost': losing((transactions, people, proxy) => {
      proxy.lose({ command: 'commitTransaction', times: 1000 });
      return transactions.run(async () => people.save(people.build({ name: secret })), {
        timeout: 1,
        context,
      });
    }),
  },
  TransactionRequiredError: {
    'there is none': ({ transactions }) =>
      transactions.run(() => secret, { propagation: 'mandatory', context }),
  },
  TransactionNotAllowedError: {
    'there is one': ({ transactions }) =>
      transactions.run(() => transactions.run(() => secret, { propagation: 'never', context }), { context }),
  },
  TransactionsNotSupportedError: {
    'the server is standalone': async ({ beside }) => {
      const proxy = await openStandaloneProxy();
      try {
        return await beside([Person], { uri: proxy.uri }, ({ app }) =>
          app.get(Transactions).run(() => secret, { context }),
        );
      } finally {
        await proxy.close();
      }
    },
  },
  OtherConnectionError: {
    'a document is saved there': ({ transactions, peopleElsewhere }) =>
      transactions.run(
        async () => peopleElsewhere.save(peopleElsewhere.build({ name: secret }), { context }),
        { context },
      ),
  },
  TransactionNotRepeatableError: {
    'a document from before is changed by what it holds': async (world) => {
      const person = await save(world);
      return world.transactions.run(async () => {
        await world.people.save(Object.assign(person, { nickname: `${String(person.nickname)}${secret}` }));
        throw transient();
      });
    },
  },
  UnmanagedTransactionError: {
    'somebody waits for the end': async (world) => {
      const receiver = () => undefined;
      return withReceiver(
        world.bus,
        { signal: postSave, sender: Person, receiver, phase: 'afterCommit' },
        () =>
          world.db.client.withSession((session) =>
            session.withTransaction(async () =>
              world.people.save(await world.person(), { session, context }),
            ),
          ),
      );
    },
  },
  InvalidTransactionOptionsError: {
    'they are a text': ({ transactions }) => transactions.run(() => secret, secret as never),
    'the propagation is a text': ({ transactions }) =>
      transactions.run(() => secret, { propagation: secret as never }),
  },
  NotAProviderError: {
    'its object was made with new': () => {
      class Service {
        readonly password = secret;
        @Transactional() async call(given: string): Promise<string> {
          return given;
        }
      }
      return new Service().call(secret);
    },
  },
  DocumentNotRestoredError: {
    'it was frozen': async (world) => {
      const frozen = await save(world);
      await errorOf(() =>
        world.transactions.run(
          () => {
            Object.freeze(Object.assign(frozen, { nickname: `${secret}!` }));
            throw new Error(secret);
          },
          { documents: [frozen] },
        ),
      );
      return world.people.save(frozen);
    },
  },
  DocumentRolledBackError: {
    'it is saved': async (world) => {
      let loaded: Person | undefined;
      await errorOf(() =>
        world.transactions.run(async () => {
          loaded = await world.people.getById((await save(world)).id);
          throw new Error(secret);
        }),
      );
      return world.people.save(Object.assign(loaded as Person, { nickname: `${secret}!` }));
    },
  },
};

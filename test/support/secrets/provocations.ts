import { migrationProvocations } from './migration-provocations.js';
import { outcomeProvocations } from './outcome-provocations.js';
import { populateProvocations } from './populate-provocations.js';
import { requestProvocations } from './request-provocations.js';
import { ruleProvocations } from './rule-provocations.js';
import { seedProvocations } from './seed-provocations.js';
import { startProvocations } from './start-provocations.js';
import { transactionProvocations } from './transaction-provocations.js';
import { Person } from '../world/integration-people.js';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';
import { Logger } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import {
  Document,
  Field,
  Id,
  mapOf,
  OperationTimeout,
  postBulkInsert,
  postSave,
  postWrite,
  preInit,
  preSave,
  push,
  raw,
  repositoryOf,
} from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';

/** Provokes an error of a class: throws it, with secrets in all that it is about. */
export interface Provocation {
  readonly errorClass: string;
  readonly when: string;
  readonly provoke: (world: SecretsWorld) => unknown;
}

@Document({ collection: 'needy' })
class Needy {
  @Id() id!: ObjectId;
  @Field() name?: string;
  constructor() {
    throw new Error('its constructor needs arguments');
  }
}

@Document({ collection: 'silent' })
class Silent {
  @Id() id!: ObjectId;
  @Field(() => mapOf(String), { each: { validate: () => new Promise<boolean>(() => {}) } })
  notes = new Map<string, string>();
}

@Document({ collection: 'careless' })
class Careless {
  @Id() id!: ObjectId;
  @Field({ normalise: (value: string) => ({ secret: value }) as never }) name?: string;
}

@Document({ collection: 'unchanging', updatesByFilter: 'refuse' })
class Unchanging {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

type Provoke = Provocation['provoke'];
const stored = async ({ people, person }: SecretsWorld): Promise<Person> => people.save(await person());
const withEmail = async ({ people, person }: SecretsWorld): Promise<Person> =>
  people.save(await person({ email: `${secret}@${new ObjectId().toHexString()}` }));

/** By the class of the error: what to do, named by when it happens. A new error class needs a row here, in `startProvocations`, `outcomeProvocations` or `transactionProvocations`. */
const provocations: Readonly<Record<string, Readonly<Record<string, Provoke>>>> = {
  ValidationError: {
    'a value has another type': async ({ people, person }) =>
      people.save(
        Object.assign(await person(), { age: secret, tags: [{ secret }], address: { street: { secret } } }),
      ),
    'values, paths and operands of an update are wrong': ({ people }) =>
      people.updateMany({ name: 'x' }, {
        ...{
          age: secret,
          [secret]: 1,
          [`$${secret}`]: 1,
          [`scores.${secret}`]: secret,
          tags: push({ secret }),
        },
        ...{ 'address.street': { secret } },
      } as never),
    'a value is no field': ({ people }) => people.build({ address: { zip: secret } } as never),
    'a document of a list is wrong': async ({ people, person }) =>
      people.insertMany([Object.assign(await person(), { scores: new Map([['go', secret]]) })]),
    'the id has changed': async (world) =>
      world.people.save(Object.assign(await stored(world), { id: new ObjectId() })),
    'a value has a prototype made of data': async ({ people, person }) =>
      people.save(
        Object.assign(await person(), { age: Object.create({ constructor: { name: secret } }) as number }),
      ),
  },
  DuplicateKeyError: {
    'another document has the value': async (world) => {
      const { email = '' } = await withEmail(world);
      return world.people.save(await world.person({ email }));
    },
    'a loaded document gets it': async (world) => {
      const [first, second] = [await withEmail(world), await withEmail(world)];
      return world.people.save(Object.assign(second, { email: first.email }));
    },
  },
  WriteRefusedError: {
    'a validator of the collection refuses it': async ({ db, people, person }) => {
      await db.command({ collMod: 'people', validator: { nickname: { $ne: secret } } });
      try {
        return await people.save(await person());
      } finally {
        await db.command({ collMod: 'people', validator: {} });
      }
    },
  },
  DocumentTooLargeError: {
    'it is saved': async ({ people, person }) =>
      people.save(await person({ nickname: secret.repeat(2_000_000) })),
    'it is one of a list': async ({ people, person }) =>
      people.insertMany([await person({ nickname: secret.repeat(2_000_000) })]),
  },
  BulkWriteError: {
    'another document has the value': async (world) => {
      const { email = '' } = await withEmail(world);
      return world.people.insertMany([await world.person({ email })]);
    },
    'a receiver failed, too': async (world) => {
      const { email = '' } = await withEmail(world);
      const documents = [await world.person(), await world.person({ email })];
      const receiver = async () => world.collection.insertOne({ e_mail: email });
      return withReceiver(world.bus, { signal: postBulkInsert, sender: Person, receiver }, () =>
        world.people.insertMany(documents),
      );
    },
  },
  StaleDocumentError: {
    'the document is gone': async (world) => {
      const person = await stored(world);
      await world.collection.deleteOne({ _id: person.id });
      return world.people.save(Object.assign(person, { nickname: `${secret}!` }));
    },
  },
  DocumentDeletedError: {
    'it is saved again': async (world) => {
      const person = await stored(world);
      await world.people.delete(person);
      return world.people.save(person);
    },
  },
  DocumentNotStoredError: {
    'it is deleted': async ({ people, person }) => people.delete(await person()),
  },
  DocumentAlreadyStoredError: {
    'it is inserted again': async (world) => world.people.insertMany([await stored(world)]),
  },
  WrongDocumentClassError: {
    'plain data is saved': ({ people }) => people.save({ name: secret } as never),
    'a text is saved': ({ people }) => people.save(secret as never),
    'the prototype is data': ({ people }) =>
      people.save(Object.create({ constructor: { name: secret } }) as never),
  },
  ParallelWriteError: {
    'it is saved twice at a time': async ({ people, person }) => {
      const document = await person();
      return Promise.all([people.save(document), people.save(document)]);
    },
  },
  RecursiveSignalError: {
    'a receiver saves its document': async (world) => {
      const receiver = ({ document }: { document: Person }) => world.people.save(document);
      return withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, async () =>
        world.people.save(await world.person(), { context: { secret } }),
      );
    },
  },
  PostSignalError: {
    'a receiver gets an error of the driver': async (world) => {
      const { email } = await withEmail(world);
      const receiver = async () => world.collection.insertOne({ e_mail: email });
      return withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, async () =>
        world.people.save(await world.person()),
      );
    },
    'a receiver gets an error of this package': async (world) => {
      const { email = '' } = await withEmail(world);
      const document = await world.person({ email });
      const receiver = async () => world.people.insertMany([document]);
      return withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, async () =>
        world.people.save(await world.person()),
      );
    },
    'a receiver of postWrite logs the payload of a delete by a filter': async (world) => {
      await world.people.save(await world.person({ nickname: secret }));
      const receiver = (payload: object) => {
        new Logger('Cache').log(payload);
        throw new Error('no cache');
      };
      return withReceiver(world.bus, { signal: postWrite, sender: Person, receiver }, () =>
        world.people.deleteMany({ nickname: secret }),
      );
    },
    'a receiver throws no error': async (world) => {
      const receiver = () => {
        throw secret;
      };
      return withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, async () =>
        world.people.save(await world.person()),
      );
    },
  },
  ReceiverTimeoutError: {
    'a receiver never returns': async ({ bus, person }) => {
      const receiver = async () => new Promise<void>(() => {});
      const payload = { document: await person(), context: { secret } } as never;
      return withReceiver(bus, { signal: preSave, sender: Person, receiver }, () =>
        bus.send(preSave, Person, payload, new OperationTimeout(1)),
      );
    },
  },
  ValidatorTimeoutError: {
    'a validator never answers about an entry': ({ beside }) =>
      beside([Silent], { timeouts: { receiver: 1 } }, async (world) => {
        const silent = world.repository(Silent);
        return silent.save(silent.build({ notes: new Map([[secret, secret]]) }));
      }),
  },
  InvalidNormaliserError: {
    'it returns an object': ({ beside }) =>
      beside([Careless], {}, async (world) => world.repository(Careless).build({ name: secret })),
    'a value of a filter is secret': ({ beside }) =>
      beside([Careless], {}, async (world) => world.repository(Careless).findOne({ name: secret })),
  },
  InvalidReceiverError: {
    'it is no function': ({ bus }) => bus.connect(preSave, Person, secret as never),
  },
  AsynchronousReceiverError: {
    'it returns a promise': ({ bus, people }) => {
      const receiver = () => Promise.resolve(secret) as never;
      return withReceiver(bus, { signal: preInit, sender: Person, receiver }, () =>
        people.build({ name: secret }),
      );
    },
  },
  RepositoryNotReadyError: {
    'it is made with new': () => {
      class Own extends repositoryOf(Person) {}
      return new Own().create({ name: secret });
    },
  },
  DocumentNotFoundError: {
    'nothing matches': ({ people }) => people.getOne({ name: `no ${secret}` }),
    'a query finds nothing': ({ people }) => people.find({ name: `no ${secret}` }).getFirst(),
    'no document has the id': ({ people }) => people.getById(new ObjectId()),
    'it is gone': async (world) => {
      const person = await stored(world);
      await world.collection.deleteOne({ _id: person.id });
      return world.people.reload(person);
    },
  },
  ReadOnlyDocumentError: {
    'it is saved': async (world) => {
      const { id } = await stored(world);
      return world.people.save((await world.people.find({ id }).readOnly().first()) as Person);
    },
  },
  FieldNotWritableError: {
    'a frozen document is assigned to': async ({ people, person }) =>
      people.assign(Object.freeze(await person()), { nickname: secret }),
  },
  DocumentConstructorError: {
    'a class needs arguments': ({ beside }) =>
      beside([Needy], {}, (app) => app.repository(Needy).build({ name: secret })),
  },
  DecodeError: {
    'a value does not fit': async ({ people, collection }) => {
      const _id = new ObjectId();
      await collection.insertOne({ _id, name: secret, age: secret });
      return people.getById(_id);
    },
    'its id is a text': async ({ people, collection }) => {
      await collection.insertOne({ _id: secret as never, age: secret, status: 'odd' });
      try {
        return await people.find({ status: 'odd' }).toArray();
      } finally {
        await collection.deleteOne({ _id: secret as never });
      }
    },
    'a value within does not fit': async ({ people, collection }) => {
      const _id = new ObjectId();
      await collection.insertOne({ _id, name: 'x', others: [{ st: [secret] }], notes: secret });
      return people.getById(_id);
    },
  },
  UnknownPathError: {
    'a path has odd characters': ({ people }) => people.find({ [secret]: secret } as never),
    'a sort has them': ({ people }) => people.find({}).sort({ [`notes..${secret}`]: 1 }),
  },
  InvalidFilterError: {
    'a value has another type': ({ people }) => people.find({ age: secret } as never),
    'the filter is a text': ({ people }) => people.findOne(secret as never),
    'the id has another type': ({ people }) => people.getById(secret),
    'a prototype is data': ({ people }) =>
      people.find({ age: Object.create({ constructor: { name: secret } }) as number }),
  },
  OperatorNotAllowedError: {
    'its operand is secret': ({ people }) => people.find({ name: { $regex: secret } } as never),
    'its name is secret': ({ people }) => people.find({ [`$${secret}`]: secret } as never),
  },
  InvalidQueryError: {
    'a direction is a text': ({ people }) => people.find({ name: secret }).sort({ name: secret as never }),
    'skip is a text': ({ people }) => people.find({ name: secret }).skip(secret as never),
    'the size of a page is a text': ({ people }) => people.find({}).page({ first: secret as never }),
  },
  InvalidUpdateError: {
    'it is a text': ({ people }) => people.updateMany({ name: secret }, secret as never),
    'a key of raw is a text': ({ people }) => people.updateMany({ name: secret }, raw({ [secret]: secret })),
    'a stage is a text': ({ people }) => people.updateMany({ name: secret }, raw([secret])),
  },
  UpdateByFilterRefusedError: {
    'its class refuses updates': ({ beside }) =>
      beside([Unchanging], {}, async (world) =>
        world.repository(Unchanging).updateMany({ name: secret }, { name: secret }),
      ),
  },
  PartialDocumentError: {
    'a part of a document is replaced': async (world) => {
      const { people } = world;
      const { id } = await withEmail(world);
      return people.replace((await people.find({ id }).select('name').getFirst()) as never);
    },
  },
  InvalidCursorError: {
    'the cursor is a secret': ({ people }) => people.find({ name: secret }).page({ first: 1, after: secret }),
  },
  InvalidPipelineError: {
    'a limit is a text': ({ people }) => people.aggregate().limit(secret as never),
    'a name is secret': ({ people }) => people.aggregate().project({ [`$${secret}`]: 'name' }),
    'a literal is an operator': ({ people }) =>
      people.aggregate().addFields((e) => ({ x: e.literal({ [`$${secret}`]: secret }) })),
    'a compared value has another type': ({ people }) =>
      people.aggregate().addFields((e) => ({ x: e.gt(e.field('age'), secret as never) })),
  },
  InvalidOptionsError: {
    'they are a text': ({ people }) => people.find({}, secret as never).toArray(),
    'the session is data': ({ people }) => people.findOne({}, { session: { secret } as never }),
  },
  FieldRoleMissingError: {
    'a secret holder claims': ({ people }) =>
      people.claim({ nickname: secret }, { for: '1m', by: secret, context: { secret } }),
    'a filter has a secret': ({ people }) => people.restoreMany({ nickname: secret }),
  },
  EmptyFilterError: {
    'it has a secret context': ({ people }) => people.deleteMany({}, { context: { secret } }),
  },
};

type Table = Readonly<Record<string, Readonly<Record<string, Provoke>>>>;

const rowsOf = (...tables: readonly Table[]): readonly Provocation[] =>
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([errorClass, rows]) =>
      Object.entries(rows).map(([when, provoke]) => ({ errorClass, when, provoke })),
    ),
  );

export const provocationsAnywhere = rowsOf(
  provocations,
  populateProvocations,
  requestProvocations,
  ruleProvocations,
  seedProvocations,
  startProvocations,
  outcomeProvocations,
  migrationProvocations,
);

/** Those that need a server with transactions. */
export const provocationsInTransactions = rowsOf(transactionProvocations);

export const allProvocations: readonly Provocation[] = [
  ...provocationsAnywhere,
  ...provocationsInTransactions,
];

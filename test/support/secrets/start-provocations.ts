import { Injectable, Scope } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id, Index, OnPreSave } from 'nestjs-documents';
import type { DocumentsModuleOptions } from 'nestjs-documents';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { Person } from '../world/integration-people.js';
import { databaseUri } from '../server.js';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';

const starting =
  (
    options: DocumentsModuleOptions,
    features: (new () => object)[] = [],
    providers: (new () => object)[] = [],
  ) =>
  (world: SecretsWorld): Promise<void> =>
    world.start({
      imports: [DocumentsModule.forRoot(options), DocumentsModule.forFeature(features)],
      providers,
    });

const hurried = { serverSelectionTimeoutMS: 100, connectTimeoutMS: 100 };
const root: DocumentsModuleOptions = { uri: databaseUri() };
const configured = (uri: string, clientOptions: object = {}) =>
  starting({ uri, clientOptions: { ...hurried, ...clientOptions }, retry: { attempts: 2, delay: 1 } });

@Document({ collection: 'drifted' })
@Index({ name: 1 }, { unique: true })
@Index({ email: 1 })
class Drifted {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() email?: string;
}

/** Starts an application whose indexes are missing, or partial by a secret; the documents of its collection have a secret name. */
async function startDrifted(world: SecretsWorld, schema: 'check' | 'create'): Promise<void> {
  const drifted = world.db.collection('drifted');
  await drifted.insertMany([{ name: secret }, { name: secret }]);
  await drifted.createIndexes([{ key: { email: 1 }, partialFilterExpression: { name: secret } }]);
  await world.start({
    imports: [
      DocumentsModule.forRoot({ ...root, database: world.db.databaseName, schema }),
      DocumentsModule.forFeature([Drifted]),
    ],
  });
}

/** Mistakes in classes and connections that fail at start; the secrets are in connection strings and defaults. */
export const startProvocations = {
  ConnectionConfigurationError: {
    'an option of the connection string is wrong': configured(
      `mongodb://user:${secret}@127.0.0.1/app?w=${secret}&readPreference=${secret}`,
    ),
    'an option of the client is wrong': configured(`mongodb://user:${secret}@127.0.0.1/app`, {
      maxPoolSize: secret,
    }),
    'a password is not encoded': configured(`mongodb://user:${secret}@@:127.0.0.1/app`),
    'it is no connection string': configured(`${secret}://user:${secret}@127.0.0.1/app`),
    'it names no database': configured(`mongodb://user:${secret}@127.0.0.1`),
    'the database has no name that can be': configured(`mongodb://user:${secret}@127.0.0.1/a b.${secret}`),
  },
  ConnectionFailedError: {
    'nobody listens there': configured(`mongodb://user:${secret}@127.0.0.1:1/app`),
    'there is no such host': configured(`mongodb://user:${secret}@host.invalid:1/app?appName=${secret}`),
  },
  DuplicateConnectionError: {
    'forRoot is called twice': (world: SecretsWorld) =>
      world.start({
        imports: [DocumentsModule.forRoot(root), DocumentsModule.forRoot({ ...root, database: secret })],
      }),
  },
  SchemaDriftError: {
    'an index is missing or different': (world: SecretsWorld) => startDrifted(world, 'check'),
  },
  SchemaNotAppliedError: {
    'documents have the same values under a unique index': (world: SecretsWorld) =>
      startDrifted(world, 'create'),
  },
  UnknownConnectionError: {
    'forFeature names another': (world: SecretsWorld) =>
      world.start({
        imports: [DocumentsModule.forRoot(root), DocumentsModule.forFeature([Person], 'archive')],
      }),
  },
  NotADocumentError: {
    'it is not decorated': () => {
      class Plain {
        password = secret;
      }
      return schemaOf(Plain);
    },
  },
  UnknownFieldTypeError: {
    'it has a secret default': () => {
      @Document()
      class Untyped {
        @Id() id!: ObjectId;
        // @ts-expect-error refused by the compiler too
        @Field({ default: secret }) value!: object;
      }
      return schemaOf(Untyped);
    },
  },
  InvalidSchemaError: {
    'a secret object is the default': () => {
      @Document()
      class Shared {
        @Id() id!: ObjectId;
        @Field(() => 'any', { default: { secret } }) value?: unknown;
      }
      return schemaOf(Shared);
    },
  },
  DuplicateDocumentNameError: {
    'two have one name': (world: SecretsWorld) => {
      @Document({ name: 'Person', collection: 'others' })
      class Other {
        @Id() id!: ObjectId;
        @Field({ default: secret }) value!: string;
      }
      return starting(root, [Person, Other])(world);
    },
  },
  OtherCopyError: {
    'another copy has declared it': (world: SecretsWorld) => {
      class Stranger {
        password = secret;
      }
      const shared = globalThis as unknown as Record<symbol, WeakMap<object, object>>;
      shared[Symbol.for('nestjs-documents.owners')]?.set(Stranger, { place: '/elsewhere' });
      return starting(root, [Stranger])(world);
    },
  },
  DocumentNotRegisteredError: {
    'a listener is for it': (world: SecretsWorld) => {
      @Document()
      class Forgotten {
        @Id() id!: ObjectId;
        @Field({ default: secret }) value!: string;
      }
      @Injectable()
      class ForgottenListener {
        readonly password = secret;
        @OnPreSave(Forgotten) listen(): void {}
      }
      return starting(root, [Person], [ForgottenListener])(world);
    },
  },
  TransientListenerError: {
    'its provider holds a secret': (world: SecretsWorld) => {
      @Injectable({ scope: Scope.TRANSIENT })
      class TransientListener {
        readonly password = secret;
        @OnPreSave(Person) listen(): void {}
      }
      return starting(root, [Person], [TransientListener])(world);
    },
  },
  InvalidListenerError: {
    'its class is a text': () => {
      class Listener {
        @OnPreSave(secret as never) listen(): void {}
      }
      return Listener;
    },
  },
};

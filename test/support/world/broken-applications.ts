import { Injectable, Module, Scope, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id, OnPreSave } from 'nestjs-documents';
import type { DocumentClass, DocumentsModuleOptions } from 'nestjs-documents';
import { Person } from '../../../sample-app/people/person.js';
import { databaseUri } from '../server.js';

/** Nobody listens there, and nobody waits long. */
const unreachable: DocumentsModuleOptions = {
  uri: 'mongodb://127.0.0.1:1/nowhere',
  clientOptions: { serverSelectionTimeoutMS: 200 },
  retry: { attempts: 2, delay: 10 },
};

interface Parts {
  readonly connections?: readonly DocumentsModuleOptions[];
  readonly features?: readonly DocumentClass[];
  readonly featureConnection?: string;
  readonly providers?: Provider[];
}

function application({
  connections = [{ uri: databaseUri() }],
  features = [Person],
  featureConnection,
  providers = [],
}: Parts): Type | DynamicModule {
  @Module({
    imports: [
      ...connections.map((options) => DocumentsModule.forRoot(options)),
      DocumentsModule.forFeature(features, featureConnection),
    ],
    providers,
  })
  class BrokenModule {}
  return BrokenModule;
}

/** By the code of the error, one for each way in which an application cannot start. */
export const brokenApplications = {
  CONNECTION_CONFIGURATION: () => application({ connections: [{ uri: 'mongodb://127.0.0.1:1' }] }),
  CONNECTION_FAILED: () => application({ connections: [unreachable] }),
  'CONNECTION_FAILED beside a connection that was made': () =>
    application({ connections: [{ uri: databaseUri() }, { ...unreachable, connection: 'archive' }] }),
  'CONNECTION_CONFIGURATION beside a connection that was made': () =>
    application({ connections: [{ uri: databaseUri() }, { uri: '', connection: 'archive' }] }),
  UNKNOWN_CONNECTION: () => application({ featureConnection: 'archive' }),
  DUPLICATE_CONNECTION: () => application({ connections: [{ uri: databaseUri() }, { uri: databaseUri() }] }),
  NOT_A_DOCUMENT: () => {
    class Plain {}
    return application({ features: [Plain] });
  },
  'NOT_A_DOCUMENT of a listener': () => {
    class Plain {}
    @Injectable()
    class PlainListener {
      @OnPreSave(Plain) listen() {}
    }
    return application({ providers: [PlainListener] });
  },
  INVALID_SCHEMA: () => {
    @Document()
    class WithoutId {
      @Field() name!: string;
    }
    return application({ features: [WithoutId] });
  },
  'INVALID_SCHEMA of two classes with one discriminator value': () => {
    @Document({ collection: 'animals' })
    class Animal {
      @Id() id!: ObjectId;
    }
    @Document({ discriminator: { value: 'pet' } })
    class Cat extends Animal {}
    @Document({ discriminator: { value: 'pet' } })
    class Dog extends Animal {}
    return application({ features: [Cat, Dog] });
  },
  UNKNOWN_FIELD_TYPE: () => {
    @Document()
    class WithObject {
      @Id() id!: ObjectId;
      @Field() value!: object;
    }
    return application({ features: [WithObject] });
  },
  DUPLICATE_DOCUMENT_NAME: () => {
    @Document({ name: 'Person', collection: 'others' })
    class OtherPerson {
      @Id() id!: ObjectId;
    }
    return application({ features: [Person, OtherPerson] });
  },
  DOCUMENT_NOT_REGISTERED: () => {
    @Document()
    class Forgotten {
      @Id() id!: ObjectId;
    }
    @Injectable()
    class ForgottenListener {
      @OnPreSave(Forgotten) listen() {}
    }
    return application({ providers: [ForgottenListener] });
  },
  TRANSIENT_LISTENER: () => {
    @Injectable({ scope: Scope.TRANSIENT })
    class TransientListener {
      @OnPreSave(Person) listen() {}
    }
    return application({ providers: [TransientListener] });
  },
} satisfies Record<string, () => Type | DynamicModule>;

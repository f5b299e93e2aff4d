import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable, Scope } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsError,
  DocumentsModule,
  Field,
  Id,
  OnPostDelete,
  OnPreSave,
} from 'nestjs-documents';
import { ClientCount, documents, KeptLog, Person, uri } from '../../support/world/nest-world.js';

let clients: ClientCount;
beforeEach(() => void (clients = new ClientCount()));
afterEach(() => clients.stop());

/** The error of an application that does not start. */
async function errorOfStart(metadata: ModuleMetadata): Promise<unknown> {
  try {
    const builder = Test.createTestingModule(metadata).setLogger(new KeptLog());
    const app = await (await builder.compile()).init();
    await app.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

class Undecorated {
  id!: ObjectId;
}

describe('An application does not start, and leaves no connection open, where', () => {
  @Injectable()
  class PersonListener {
    @OnPreSave(Person) uppercaseName() {}
  }
  @Injectable()
  class UndecoratedListener {
    @OnPostDelete(Undecorated) hear() {}
  }
  @Injectable({ scope: Scope.TRANSIENT })
  class TransientListener {
    @OnPreSave(Person) hear() {}
  }
  const otherPerson = (() => {
    @Document({ collection: 'other_people' })
    class Person {
      @Id() id!: ObjectId;
    }
    return Person;
  })();
  @Document()
  class Untyped {
    @Id() id!: ObjectId;
    @Field() value!: string | number;
  }
  const root = DocumentsModule.forRoot({ uri });

  const faults: readonly [fault: string, metadata: ModuleMetadata, code: string, message: string | RegExp][] =
    [
      [
        'a listener hears a class that is not registered',
        { imports: [root], providers: [PersonListener] },
        'DOCUMENT_NOT_REGISTERED',
        'PersonListener.uppercaseName listens to Person, but Person is not registered. It would never be called. ' +
          'Add it to DocumentsModule.forFeature([Person]).',
      ],
      [
        'a listener hears a class that is no document',
        { imports: documents, providers: [UndecoratedListener] },
        'NOT_A_DOCUMENT',
        'Undecorated is not a document class. It is not decorated with @Document(). ' +
          'Decorate it with @Document(), or pass the intended class.',
      ],
      [
        'a transient provider has a listener',
        { imports: documents, providers: [TransientListener] },
        'TRANSIENT_LISTENER',
        'TransientListener.hear is a listener of a transient provider. ' +
          'Every class that injects it gets its own instance, so it is unclear which instance to call. ' +
          'Make the provider a singleton or request-scoped, or move the listener to another one.',
      ],
      [
        'two document classes have one name',
        { imports: [...documents, DocumentsModule.forFeature([otherPerson])] },
        'DUPLICATE_DOCUMENT_NAME',
        /^Two document classes have the name Person\. One is declared at (?:\S+\/nest-world\.ts:\d+, the other at \S+\/start-errors\.spec\.ts:\d+|\S+\/start-errors\.spec\.ts:\d+, the other at \S+\/nest-world\.ts:\d+), but names must be unique\. Rename one of them: @Document\(\{ name: 'OtherPerson' \}\)\.$/,
      ],
      [
        'forFeature names a connection that does not exist',
        { imports: [root, DocumentsModule.forFeature([Person], 'audit')] },
        'UNKNOWN_CONNECTION',
        'There is no connection "audit". The application has the connections default. ' +
          `Import DocumentsModule.forRoot({ uri, connection: 'audit' }), or correct the name given to forFeature.`,
      ],
      [
        'there is no connection',
        { imports: [DocumentsModule.forFeature([Person])] },
        'UNKNOWN_CONNECTION',
        'There is no connection "default". The application has no connection. ' +
          'Import DocumentsModule.forRoot({ uri }), or correct the name given to forFeature.',
      ],
      [
        'forFeature has a class that is no document',
        { imports: [root, DocumentsModule.forFeature([Undecorated])] },
        'NOT_A_DOCUMENT',
        'Undecorated is not a document class. It is not decorated with @Document(). ' +
          'Decorate it with @Document(), or pass the intended class.',
      ],
      [
        'the type of a field is not known',
        { imports: [root, DocumentsModule.forFeature([Untyped])] },
        'UNKNOWN_FIELD_TYPE',
        /^The type of Untyped\.value is unknown\. .+ Declare it: @Field\(\(\) => String\)/,
      ],
      [
        'a connection string cannot be read',
        { imports: [DocumentsModule.forRoot({ uri: 'mongodb://' })] },
        'CONNECTION_CONFIGURATION',
        /^Connection "default" is misconfigured\. .+ Correct it: mongodb:\/\/host:port/,
      ],
      [
        'one of two connections is not configured',
        { imports: [root, DocumentsModule.forRoot({ uri: '', connection: 'audit' })] },
        'CONNECTION_CONFIGURATION',
        'Connection "audit" is misconfigured. It has no connection string. ' +
          `Pass one: { uri: 'mongodb://localhost:27017/app' }.`,
      ],
      [
        'one of two connections reaches no server',
        {
          imports: [
            root,
            DocumentsModule.forRoot({
              uri: 'mongodb://127.0.0.1:1/app',
              connection: 'audit',
              clientOptions: { serverSelectionTimeoutMS: 50 },
              retry: { attempts: 2, delay: 1 },
            }),
          ],
        },
        'CONNECTION_FAILED',
        'The connection "audit" could not be established in 2 attempts. No server answered at 127.0.0.1:1. ' +
          'Start the server or correct the connection string; "retry" of forRoot sets how long to try.',
      ],
    ];

  test.each(faults)('%s', async (_fault, metadata, code, message) => {
    const error = (await errorOfStart(metadata)) as DocumentsError;

    expect(error).toBeInstanceOf(DocumentsError);
    expect(error.code).toBe(code);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(clients.open).toBe(0);
  });

  test('the options of a connection turn out to be wrong when another one is open', async () => {
    const error = await errorOfStart({
      imports: [
        root,
        DocumentsModule.forRootAsync({
          connection: 'audit',
          useFactory: async () => {
            while (clients.connected === 0) await new Promise(setImmediate);
            return { uri: '' };
          },
        }),
      ],
    });

    expect([(error as DocumentsError).code, clients.connected, clients.open]).toEqual([
      'CONNECTION_CONFIGURATION',
      1,
      0,
    ]);
  });

  test('a connection fails before the options of another one are there', async () => {
    let goOn: (() => void) | undefined;
    const failed = new Promise<void>((resolve) => (goOn = resolve));
    const late = { wasAsked: false };
    const error = await errorOfStart({
      imports: [
        DocumentsModule.forRoot({ uri: '' }),
        DocumentsModule.forRootAsync({
          connection: 'audit',
          useFactory: async () => {
            await failed;
            late.wasAsked = true;
            return { uri };
          },
        }),
      ],
    });
    goOn?.();
    while (!late.wasAsked) await new Promise(setImmediate);
    await new Promise(setImmediate);

    expect([(error as DocumentsError).code, clients.connected]).toEqual(['CONNECTION_CONFIGURATION', 0]);
  });
});

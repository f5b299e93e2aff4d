import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { DocumentsModule, InjectRepository, OnPostSave, OnPreSave, repositoryOf } from 'nestjs-documents';
import { ParseIdPipe } from 'nestjs-documents/http';
import { Person, uri } from '../../support/world/nest-world.js';

/** Returns the error that a declaration throws while its file is imported. */
function errorOf(declare: () => unknown): unknown {
  try {
    declare();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('DocumentsModule.forRootAsync', () => {
  @Injectable()
  class Options {
    createDocumentsOptions() {
      return { uri };
    }
  }
  const useFactory = () => ({ uri });

  test.each([
    ['none', {}],
    ['two', { useFactory, useClass: Options }],
    ['all', { useFactory, useClass: Options, useExisting: Options }],
  ])('refuses %s of useFactory, useClass and useExisting', (_count, options) => {
    expect(errorOf(() => DocumentsModule.forRootAsync(options))).toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
      message:
        'Connection "default" is misconfigured. ' +
        'forRootAsync takes exactly one of useFactory, useClass and useExisting. Pass one of them.',
    });
  });
});

describe('forRootAsync refuses an option that it does not have', () => {
  test.each([
    ['database', '"database"'],
    ['a name with spaces', 'of that name'],
  ])('%s', (name, shown) => {
    expect(
      errorOf(() => DocumentsModule.forRootAsync({ useFactory: () => ({ uri }), [name]: 'x' })),
    ).toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
      reason: `forRootAsync has no option ${shown}`,
      remedy:
        'Its options are connection, imports, useFactory, inject, useClass, useExisting; those of the connection are what the factory returns',
    });
  });
});

describe('A class that is not there yet is refused at once by', () => {
  const missing = undefined as unknown as typeof Person;
  const circle =
    'It is undefined, as happens when modules import each other in a circle. Import the class from its own file.';
  const places: readonly [place: string, declare: () => unknown, code: string, message: string][] = [
    [
      'DocumentsModule.forFeature',
      () => DocumentsModule.forFeature([missing]),
      'NOT_A_DOCUMENT',
      `A class in the list of DocumentsModule.forFeature is not a document class. ${circle}`,
    ],
    [
      'repositoryOf',
      () => repositoryOf(missing),
      'NOT_A_DOCUMENT',
      `The argument of repositoryOf is not a document class. ${circle}`,
    ],
    [
      'DocumentsModule.forFeature for null',
      () => DocumentsModule.forFeature([null as unknown as typeof Person]),
      'NOT_A_DOCUMENT',
      'A class in the list of DocumentsModule.forFeature is not a document class. It is null, not a class. Import the class from its own file.',
    ],
    [
      'DocumentsModule.forFeature for a class without a list',
      () => DocumentsModule.forFeature(Person as never),
      'NOT_A_DOCUMENT',
      'DocumentsModule.forFeature was not given a list of document classes. It was given a class. Put the classes in a list: DocumentsModule.forFeature([Person]).',
    ],
    [
      'DocumentsModule.forFeature for nothing',
      () => DocumentsModule.forFeature(undefined as never),
      'NOT_A_DOCUMENT',
      'DocumentsModule.forFeature was not given a list of document classes. It was given undefined.',
    ],
    [
      'ParseIdPipe',
      () => ParseIdPipe(missing),
      'NOT_A_DOCUMENT',
      `The argument of ParseIdPipe is not a document class. ${circle}`,
    ],
    [
      'ParseIdPipe for a class without a decorator',
      () => ParseIdPipe(class Plain {}),
      'NOT_A_DOCUMENT',
      'Plain is not a document class. It is not decorated with @Document().',
    ],
    [
      '@InjectRepository',
      () => InjectRepository(missing),
      'NOT_A_DOCUMENT',
      `The argument of @InjectRepository is not a document class. ${circle}`,
    ],
    [
      '@OnPreSave',
      () => {
        @Injectable()
        class PetListener {
          @OnPreSave(missing) hear() {}
        }
        @Module({ providers: [PetListener] })
        class PetModule {}
        return PetModule;
      },
      'INVALID_LISTENER',
      'PetListener.hear cannot be a listener.',
    ],
  ];

  test.each(places)('%s', (_place, declare, code, message) => {
    expect(errorOf(declare)).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('A listener decorator', () => {
  test('refuses a phase that its signal has not', () => {
    const error = errorOf(() => {
      class PersonListener {
        @OnPreSave(Person, { phase: 'afterCommit' } as never) hear() {}
      }
      return PersonListener;
    });

    expect(error).toMatchObject({
      code: 'INVALID_LISTENER',
      message:
        'PersonListener.hear cannot be a listener. It asks for the phase "afterCommit", but preSave only has now. ' +
        'Only signals that report a write have later phases: listen to postWrite, postSave, postDelete or postBulkInsert, or leave the phase out.',
    });
  });

  test('refuses a phase that does not exist', () => {
    const error = errorOf(() => {
      class PersonListener {
        @OnPostSave(Person, { phase: 'later' as 'now' }) hear() {}
      }
      return PersonListener;
    });

    expect(error).toMatchObject({
      code: 'INVALID_LISTENER',
      reason: 'It asks for the phase "later", but postSave only has now, afterCommit, notApplied',
    });
  });

  test('refuses a static method', () => {
    const error = errorOf(() => {
      class PersonListener {
        @OnPreSave(Person) static hear() {}
      }
      return PersonListener;
    });

    expect(error).toMatchObject({
      code: 'INVALID_LISTENER',
      message: expect.stringMatching(/It is static or not a method\. Decorate a method of a provider\.$/),
    });
  });
});

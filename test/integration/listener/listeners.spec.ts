import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { OnPostSave, OnPreSave, preSave, SignalBus } from 'nestjs-documents';
import type { PostSave, PreSave } from 'nestjs-documents';
import { Applications, documents, Person, savePerson, storedPerson } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

@Injectable()
class PersonListener {
  readonly heard: string[] = [];

  @OnPreSave(Person)
  hear({ document }: PreSave<Person>) {
    this.heard.push(document.name);
  }
}

@Controller('people')
class PersonController extends PersonListener {}

const symbol = Symbol('listener');

const kinds: readonly [
  kind: string,
  token: string | symbol | typeof PersonListener,
  parts: ModuleMetadata,
][] = [
  ['a class', PersonListener, { providers: [PersonListener] }],
  ['useClass', 'listener', { providers: [{ provide: 'listener', useClass: PersonListener }] }],
  ['useValue', symbol, { providers: [{ provide: symbol, useValue: new PersonListener() }] }],
  [
    'useFactory',
    'listener',
    { providers: [{ provide: 'listener', useFactory: () => new PersonListener() }] },
  ],
  [
    'an asynchronous useFactory',
    'listener',
    { providers: [{ provide: 'listener', useFactory: () => Promise.resolve(new PersonListener()) }] },
  ],
  ['a controller', PersonController, { controllers: [PersonController] }],
];

describe('@OnPreSave(Person)', () => {
  test.each(kinds)('is called where the provider is %s', async (_kind, token, { providers, controllers }) => {
    const app = await applications.start({ imports: documents, providers, controllers });

    await savePerson(app, 'Ada');

    expect(app.get<PersonListener>(token).heard).toEqual(['Ada']);
  });

  test('is called on the instance that other providers inject', async () => {
    @Injectable()
    class Reader {
      constructor(@Inject(PersonListener) readonly listener: PersonListener) {}
    }
    const app = await applications.start({ imports: documents, providers: [PersonListener, Reader] });

    await savePerson(app, 'Ada');

    expect(app.get(Reader).listener.heard).toEqual(['Ada']);
  });

  test('has the collaborators of its provider', async () => {
    @Injectable()
    class Prefix {
      readonly text = 'Dr. ';
    }
    @Injectable()
    class Titles {
      constructor(private readonly prefix: Prefix) {}

      @OnPreSave(Person)
      addTitle({ document }: PreSave<Person>) {
        document.name = this.prefix.text + document.name;
      }
    }
    const app = await applications.start({ imports: documents, providers: [Prefix, Titles] });

    const person = await savePerson(app, 'Ada');

    expect(await storedPerson(app, person.id)).toEqual({ _id: person.id, name: 'Dr. Ada' });
  });

  test('is called in a module that registers no document itself', async () => {
    @Module({ providers: [PersonListener], exports: [PersonListener] })
    class AuditModule {}
    const app = await applications.start({ imports: [AuditModule, ...documents] });

    await savePerson(app, 'Ada');

    expect(app.get(PersonListener).heard).toEqual(['Ada']);
  });

  test('is called as the provider has it at that moment, stubs included', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonListener] });
    const stubbed: string[] = [];
    app.get(PersonListener).hear = ({ document }) => void stubbed.push(document.name);

    await savePerson(app, 'Ada');

    expect([stubbed, app.get(PersonListener).heard]).toEqual([['Ada'], []]);
  });

  test('is not called where a test overrides its provider by something without listeners', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonListener] }, (builder) =>
      builder.overrideProvider(PersonListener).useValue({ heard: [] }),
    );

    expect(app.get(SignalBus).receiversOf(preSave, Person)).toEqual([]);
  });

  test('has its class and method as its name', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    expect(app.get(SignalBus).receiversOf(preSave, Person)).toEqual([
      { name: 'PersonListener.hear', phase: 'now', order: 0, sender: Person, exact: false, once: false },
    ]);
  });

  test('takes its order from its options', async () => {
    @Injectable()
    class Ordered {
      @OnPreSave(Person, { order: 2 }) last() {}
      @OnPreSave(Person) middle() {}
      @OnPreSave(Person, { order: -1 }) first() {}
    }
    const app = await applications.start({ imports: documents, providers: [Ordered] });

    const names = app.get(SignalBus).receiversOf(preSave, Person);

    expect(names.map(({ name }) => name)).toEqual(['Ordered.first', 'Ordered.middle', 'Ordered.last']);
  });
});

describe('A listener with several decorators', () => {
  test('is called for each of the signals', async () => {
    const heard: string[] = [];
    @Injectable()
    class Both {
      @OnPreSave(Person)
      @OnPostSave(Person)
      hear({ signal }: PreSave<Person> | PostSave<Person>) {
        heard.push(signal);
      }
    }
    const app = await applications.start({ imports: documents, providers: [Both] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['preSave', 'postSave']);
  });
});

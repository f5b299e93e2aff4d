import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  OnPostDelete,
  OnPostSave,
  OnPreSave,
  OnSignal,
  postDelete,
  preSave,
} from 'nestjs-documents';
import type { PostDelete, PostSave, PreSave } from 'nestjs-documents';
import {
  Applications,
  documents,
  Person,
  repositoryOf,
  savePerson,
  uri,
} from '../../support/world/nest-world.js';

@EmbeddedDocument()
class Address {
  @Field() street!: string;
  @Field() city!: string;
}

@Document({ collection: 'teams' })
class Team {
  @Id() id!: ObjectId;
  @Field() title!: string;
  @Field() address?: Address;
  @Field(() => [Address]) others: Address[] = [];
  @Field(() => mapOf(Number)) scores = new Map<string, number>();
}

@Document()
class Club extends Team {}

const applications = new Applications();
afterEach(() => applications.close());

const heard: string[] = [];
beforeEach(() => void (heard.length = 0));

const imports = [...documents, DocumentsModule.forFeature([Team, Club])];
const start = (provider: new () => object) => applications.start({ imports, providers: [provider] });

const newTeam = (title: string): Team =>
  Object.assign(new Team(), { title, others: [Object.assign(new Address(), { street: 'A', city: 'B' })] });

describe('A listener of a list of classes', () => {
  test('is called for each of them, and once where one extends the other', async () => {
    @Injectable()
    class Listener {
      @OnPreSave([Person, Team, Club]) hear({ document, sender }: PreSave<Person> | PreSave<Team>) {
        heard.push(`${sender.name} ${'name' in document ? document.name : document.title}`);
      }
    }
    const app = await start(Listener);

    await savePerson(app, 'Ada');
    await repositoryOf(app, Team).save(newTeam('Engines'));
    await repositoryOf(app, Club).save(Object.assign(new Club(), { title: 'Chess' }));

    expect(heard).toEqual(['Person Ada', 'Team Engines', 'Club Chess']);
  });

  test('of one call is called once in all', async () => {
    @Injectable()
    class Listener {
      @OnPostSave([Person, Team], { once: true }) hear({ sender }: PostSave<Person> | PostSave<Team>) {
        heard.push(sender.name);
      }
    }
    const app = await start(Listener);

    await repositoryOf(app, Team).save(newTeam('Engines'));
    await savePerson(app, 'Ada');

    expect(heard).toEqual(['Team']);
  });
});

describe('A listener of a list of signals', () => {
  test('is called for each of them', async () => {
    @Injectable()
    class Listener {
      @OnSignal([preSave, postDelete], Person) hear({
        signal,
        document,
      }: PreSave<Person> | PostDelete<Person>) {
        heard.push(`${signal} ${document.name}`);
      }
    }
    const app = await start(Listener);

    await repositoryOf(app, Person).delete(await savePerson(app, 'Ada'));

    expect(heard).toEqual(['preSave Ada', 'postDelete Ada']);
  });

  test('takes for one of them the options of an override', async () => {
    class Base {
      @OnSignal([preSave, postDelete], Person) hear({ signal }: PreSave<Person> | PostDelete<Person>) {
        heard.push(signal);
      }
    }
    @Injectable()
    class Listener extends Base {
      @OnPostDelete(Person, { once: true }) override hear(payload: PreSave<Person> | PostDelete<Person>) {
        super.hear(payload);
      }
    }
    const app = await start(Listener);
    for (const name of ['Ada', 'Bob']) await repositoryOf(app, Person).delete(await savePerson(app, name));

    expect(heard).toEqual(['preSave', 'postDelete', 'preSave']);
  });
});

describe('A listener with a connection', () => {
  test('is called for documents of that connection only', async () => {
    @Injectable()
    class Listener {
      @OnPostSave(Person, { connection: 'other' }) other({ document, connection }: PostSave<Person>) {
        heard.push(`${document.name} of ${connection}`);
      }
      @OnPostSave({ connection: 'default' }) every({ connection }: PostSave<object>) {
        heard.push(`any of ${connection}`);
      }
    }
    const app = await applications.start({
      imports: [
        ...documents,
        DocumentsModule.forRoot({ uri, connection: 'other' }),
        DocumentsModule.forFeature([Person], 'other'),
      ],
      providers: [Listener],
    });
    for (const name of ['default', 'other'])
      await repositoryOf(app, Person, name).save(Object.assign(new Person(), { name }));

    expect(heard).toEqual(['any of default', 'other of other']);
  });
});

describe('A listener with paths', () => {
  @Injectable()
  class Listener {
    @OnPostSave(Team, { paths: ['title'] }) title() {
      heard.push('title');
    }
    @OnPostSave([Person, Team], { paths: ['address.city', 'name'] }) city() {
      heard.push('address.city');
    }
    @OnPostSave(Team, { paths: ['address'] }) address() {
      heard.push('address');
    }
    @OnPostSave(Team, { paths: ['others.street'] }) streets() {
      heard.push('others.street');
    }
    @OnPostSave(Team, { paths: ['title', 'address.*'] }) inside() {
      heard.push('title, address.*');
    }
    @OnPostSave(Team, { paths: ['others.*', 'scores.*'] }) entries() {
      heard.push('others.*, scores.*');
    }
    @OnPostSave(Team, { paths: ['scores.ada'], phase: 'afterCommit' }) score() {
      heard.push('scores.ada');
    }
  }

  const changes: readonly [change: string, change: (team: Team) => void, called: string[]][] = [
    ['nothing', () => {}, []],
    ['another path', (team) => void team.scores.set('bob', 1), ['others.*, scores.*']],
    ['the path', (team) => void (team.title = 'Looms'), ['title', 'title, address.*']],
    ['something inside of it', (team) => void (team.address!.street = 'C'), ['address', 'title, address.*']],
    [
      'the path and what it is inside of',
      (team) => void (team.address!.city = 'C'),
      ['address.city', 'address', 'title, address.*'],
    ],
    [
      'what is above it',
      (team) => void (team.address = undefined),
      ['address.city', 'address', 'title, address.*'],
    ],
    ['a list above it', (team) => void (team.others = []), ['others.street', 'others.*, scores.*']],
    ['an entry of a map', (team) => void team.scores.set('ada', 2), ['others.*, scores.*', 'scores.ada']],
    ['an element of a list', (team) => void (team.others[0]!.city = 'C'), ['others.*, scores.*']],
  ];

  test.each(changes)('is called for changes at them: %s', async (_, change, called) => {
    const app = await start(Listener);
    const teams = repositoryOf(app, Team);
    const address = Object.assign(new Address(), { street: 'A', city: 'B' });
    const team = await teams.save(Object.assign(newTeam('Engines'), { address }));
    heard.length = 0;

    change(team);
    await teams.save(team);

    expect(heard).toEqual(called);
  });

  test('is called for a new document that has them', async () => {
    const app = await start(Listener);

    await repositoryOf(app, Team).save(newTeam('Engines'));

    expect(heard).toEqual(['title', 'others.street', 'title, address.*', 'others.*, scores.*', 'scores.ada']);
  });
});

describe('Start is refused, or the declaration is,', () => {
  test.each(['titel', 'titel.*', 'title.*', 'address.*.street', '*'])(
    'where no class has a path: %s',
    async (path) => {
      @Injectable()
      class Listener {
        @OnPostSave([Person, Team], { paths: ['title', path as 'title'] }) hear() {}
      }

      await expect(start(Listener)).rejects.toMatchObject({
        code: 'INVALID_LISTENER',
        message:
          `Listener.hear cannot be a listener. It asks for changes at "${path}", but there is no such path in Person, Team. ` +
          'Correct the path: names of declared fields, joined by dots.',
      });
    },
  );

  test.each<[string, () => unknown, string]>([
    [
      'paths of a signal without changes',
      () => OnPostDelete(Team, { paths: ['title'] } as never),
      'It asks for paths, but postDelete does not report changes',
    ],
    [
      'paths of every document class',
      () => OnPostSave({ paths: ['title'] } as never),
      'It asks for paths, but listens to every document class',
    ],
    [
      'onError of a signal whose errors are vetoes',
      () => OnPreSave(Team, { onError: 'log' } as never),
      'It has "onError", but an error on preSave is a veto',
    ],
    ['an empty list of classes', () => OnPreSave([]), 'One of its lists is empty'],
    [
      'a list with a class that is not there yet',
      () => OnPreSave([Team, undefined as unknown as typeof Team]),
      'Its document class is undefined, as happens when modules import each other in a circle',
    ],
  ])('for %s', (_, decorator, reason) => {
    const declare = (): void => {
      class Listener {
        hear() {}
      }
      const descriptor = Object.getOwnPropertyDescriptor(Listener.prototype, 'hear');
      (decorator() as (...given: unknown[]) => void)(Listener.prototype, 'hear', descriptor);
    };
    let error: unknown;
    try {
      declare();
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'INVALID_LISTENER', reason });
  });
});

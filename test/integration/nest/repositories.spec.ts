import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import {
  DocumentRepository,
  DocumentsModule,
  getRepositoryToken,
  InjectRepository,
  OnPreSave,
} from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import {
  Applications,
  documents,
  Person,
  repositoryOf,
  savePerson,
  storedPerson,
  uri,
} from '../../support/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

@Injectable()
class PersonService {
  constructor(@InjectRepository(Person) readonly people: DocumentRepository<Person>) {}

  async rename(person: Person, name: string) {
    person.name = name;
    await this.people.save(person);
  }
}

describe('@InjectRepository(Person)', () => {
  test('injects the repository of the class', async () => {
    const app = await applications.start({ imports: documents, providers: [PersonService] });
    const person = await savePerson(app, 'Ada');

    await app.get(PersonService).rename(person, 'Bob');

    expect(await storedPerson(app, person.id)).toEqual({ _id: person.id, name: 'Bob' });
  });

  test('injects into a property', async () => {
    @Injectable()
    class Properties {
      @InjectRepository(Person) readonly people!: DocumentRepository<Person>;
    }
    const app = await applications.start({ imports: documents, providers: [Properties] });

    expect(app.get(Properties).people).toBeInstanceOf(DocumentRepository);
  });

  test('injects into a module that imports one that exports forFeature', async () => {
    @Module({ imports: [DocumentsModule.forFeature([Person])], exports: [DocumentsModule] })
    class PeopleModule {}
    @Module({ imports: [PeopleModule], providers: [PersonService] })
    class ServiceModule {}

    const app = await applications.start({ imports: [DocumentsModule.forRoot({ uri }), ServiceModule] });

    expect(app.get(PersonService).people).toBeInstanceOf(DocumentRepository);
  });

  test('injects into a listener', async () => {
    @Injectable()
    class NameListener {
      constructor(@InjectRepository(Person) private readonly people: DocumentRepository<Person>) {}

      @OnPreSave(Person) async number({ document }: PreSave<Person>) {
        document.name += ` ${(await this.people.count({ name: document.name })) + 1}`;
      }
    }
    const app = await applications.start({ imports: documents, providers: [NameListener] });

    expect((await savePerson(app, 'Eve')).name).toBe('Eve 1');
  });
});

describe('overrideProvider(getRepositoryToken(Person))', () => {
  test('replaces the repository in a test', async () => {
    const saved: string[] = [];
    const stub = { save: async ({ name }: Person) => void saved.push(name) };
    const app = await applications.start({ imports: documents, providers: [PersonService] }, (builder) =>
      builder.overrideProvider(getRepositoryToken(Person)).useValue(stub),
    );

    await app.get(PersonService).rename(new Person(), 'Bob');

    expect(saved).toEqual(['Bob']);
  });

  test('leaves that of another connection', async () => {
    const app = await applications.start(
      {
        imports: [
          ...documents,
          DocumentsModule.forRoot({ uri, connection: 'audit' }),
          DocumentsModule.forFeature([Person], 'audit'),
        ],
      },
      (builder) => builder.overrideProvider(getRepositoryToken(Person)).useValue({}),
    );

    expect([repositoryOf(app, Person), repositoryOf(app, Person, 'audit')]).toEqual([
      {},
      expect.any(DocumentRepository),
    ]);
  });
});

describe('A repository of your own', () => {
  class PersonRepository extends DocumentRepository<Person> {
    async findByName(name: string) {
      return this.find({ name }).sort({ name: 'asc' }).toArray();
    }
  }
  @Injectable()
  class SearchService {
    constructor(
      readonly people: PersonRepository,
      @InjectRepository(Person) readonly same: DocumentRepository<Person>,
    ) {}
  }
  const imports = [
    DocumentsModule.forRoot({ uri }),
    DocumentsModule.forFeature([{ document: Person, repository: PersonRepository }]),
  ];

  test('is injected by its class', async () => {
    const app = await applications.start({ imports, providers: [SearchService] });
    const { people } = app.get(SearchService);
    const person = await people.save(people.build({ name: 'Grace' }));

    expect(await people.findByName('Grace')).toEqual([person]);
  });

  test('is what @InjectRepository injects as well', async () => {
    const app = await applications.start({ imports, providers: [SearchService] });

    expect(app.get(SearchService).same).toBe(app.get(SearchService).people);
  });

  test('sends the signals that every repository sends', async () => {
    const heard: string[] = [];
    @Injectable()
    class PersonListener {
      @OnPreSave(Person) hear({ document }: PreSave<Person>) {
        heard.push(document.name);
      }
    }
    const app = await applications.start({ imports, providers: [PersonListener] });
    const people = app.get(PersonRepository);

    await people.save(people.build({ name: 'Ada' }));

    expect(heard).toEqual(['Ada']);
  });

  test('stands beside the plain one of another module, and both know the same documents', async () => {
    @Module({ imports: [DocumentsModule.forFeature([Person])], providers: [PersonService] })
    class PlainModule {}
    const app = await applications.start({ imports: [...imports, PlainModule], providers: [] });
    const people = app.get(PersonRepository);
    const person = await people.save(people.build({ name: 'Ada' }));

    await app.get(PersonService).rename(person, 'Bob');

    expect(await storedPerson(app, person.id)).toEqual({ _id: person.id, name: 'Bob' });
  });
});

import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable, Module, Scope } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import {
  DocumentRepository,
  DocumentsModule,
  getRepositoryToken,
  InjectRepository,
  oneOf,
  OnPreSave,
  repositoryOf,
  RepositoryNotReadyError,
  Transactional,
} from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import {
  Applications,
  documents,
  Person,
  repositoryOf as repositoryOfApp,
  savePerson,
  storedPerson,
  uri,
} from '../../support/world/nest-world.js';
import { capabilities, databaseUri } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;
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

    expect([repositoryOfApp(app, Person), repositoryOfApp(app, Person, 'audit')]).toEqual([
      {},
      expect.any(DocumentRepository),
    ]);
  });
});

@Injectable()
class Names {
  readonly asked: string[] = [];
}

@Injectable()
class PersonRepository extends repositoryOf(Person) {
  constructor(private readonly names: Names) {
    super();
  }

  findByName(name: string): Promise<Person[]> {
    this.names.asked.push(name);
    return this.find({ name }).sort({ name: 'asc' }).toArray();
  }

  @Transactional()
  async createTwo(one: string, two: string): Promise<void> {
    await this.create({ name: one });
    if (two === '') throw new Error('no name');
    await this.create({ name: two });
  }
}

describe('A repository of your own', () => {
  const own = { imports: documents, providers: [Names, PersonRepository] };

  test('is an ordinary provider, with its own collaborators', async () => {
    @Injectable()
    class SearchService {
      constructor(readonly people: PersonRepository) {}
    }
    const app = await applications.start({ ...own, providers: [...own.providers, SearchService] });
    const { people } = app.get(SearchService);
    const person = await people.create({ name: 'Grace' });

    expect(await people.findByName('Grace')).toEqual([person]);
    expect(app.get(Names).asked).toEqual(['Grace']);
    expect(people).toBeInstanceOf(DocumentRepository);
  });

  test('works in a constructor of a provider that it is injected into', async () => {
    @Injectable()
    class Eager {
      readonly found: Promise<boolean>;
      constructor(people: PersonRepository) {
        this.found = people.exists({ name: 'nobody at all' });
      }
    }
    const app = await applications.start({ ...own, providers: [Eager, ...own.providers] });

    expect(await app.get(Eager).found).toBe(false);
  });

  test('does not work in its own constructor, and works in onModuleInit', async () => {
    const errors: any[] = [];
    @Injectable()
    class Impatient extends repositoryOf(Person) implements OnModuleInit {
      found: Person[] | undefined;
      constructor() {
        super();
        void errorOf(() => this.find()).then((error) => errors.push(error));
      }
      async onModuleInit() {
        this.found = await this.find({ name: 'nobody at all' }).toArray();
      }
    }
    const app = await applications.start({ imports: documents, providers: [Impatient] });

    expect(app.get(Impatient).found).toEqual([]);
    expect(errors).toEqual([expect.any(RepositoryNotReadyError)]);
    expect(errors[0].message).toContain('Impatient cannot reach the database');
  });

  test('sends the signals that every repository sends', async () => {
    const heard: string[] = [];
    @Injectable()
    class PersonListener {
      @OnPreSave(Person) hear({ document }: PreSave<Person>) {
        heard.push(document.name);
      }
    }
    const app = await applications.start({ ...own, providers: [...own.providers, PersonListener] });
    await app.get(PersonRepository).create({ name: 'Ada' });

    expect(heard).toEqual(['Ada']);
  });

  test('knows the same documents as the plain one, and as others of its class', async () => {
    @Injectable()
    class Renaming extends repositoryOf(Person) {
      rename(person: Person, name: string) {
        return this.save(this.assign(person, { name }));
      }
    }
    const app = await applications.start({ ...own, providers: [...own.providers, Renaming, PersonService] });
    const person = await app.get(PersonRepository).create({ name: 'Ada' });
    await app.get(Renaming).rename(person, 'Bob');
    await app.get(PersonService).rename(person, 'Cid');

    expect(await storedPerson(app, person.id)).toEqual({ _id: person.id, name: 'Cid' });
    expect(app.get(PersonService).people).not.toBeInstanceOf(PersonRepository);
  });

  test('may be extended', async () => {
    @Injectable()
    class LoudRepository extends PersonRepository {
      override findByName(name: string) {
        return super.findByName(name.toUpperCase());
      }
    }
    const app = await applications.start({ ...own, providers: [Names, LoudRepository] });
    const person = await app.get(LoudRepository).create({ name: 'LOUD' });

    expect(await app.get(LoudRepository).findByName('loud')).toEqual([person]);
  });

  test('may be of another connection', async () => {
    @Injectable()
    class AuditedPeople extends repositoryOf(Person, 'audit') {}
    const audit = databaseUri();
    const app = await applications.start({
      imports: [
        ...documents,
        DocumentsModule.forRoot({ uri: audit, connection: 'audit' }),
        DocumentsModule.forFeature([Person], 'audit'),
      ],
      providers: [AuditedPeople],
    });
    const person = await app.get(AuditedPeople).create({ name: 'Ada' });

    expect(await storedPerson(app, person.id)).toBeNull();
    expect(await repositoryOfApp(app, Person, 'audit').findById(person.id)).toEqual(person);
  });

  test.each([
    ['request-scoped', Scope.REQUEST],
    ['transient', Scope.TRANSIENT],
  ] as const)('may be %s', async (_, scope) => {
    @Injectable({ scope })
    class Scoped extends repositoryOf(Person) {}
    const app = await applications.start({ imports: documents, providers: [Scoped] });
    const [one, two] = [await app.resolve(Scoped), await app.resolve(Scoped)];

    expect(one).not.toBe(two);
    expect(await two.getById((await one.create({ name: 'Ada' })).id)).toMatchObject({ name: 'Ada' });
  });

  withTransactions('has @Transactional() methods (needs transactions)', async () => {
    const app = await applications.start(own);
    const people = app.get(PersonRepository);
    await people.create({ name: 'makes the collection' });
    await people.deleteMany({ name: oneOf(['t1', 't2', 't3']) });
    await people.createTwo('t1', 't2');

    expect((await errorOf(() => people.createTwo('t3', ''))).message).toBe('no name');
    expect(await people.count({ name: oneOf(['t1', 't2', 't3']) })).toBe(2);
  });

  test('stops the start where forFeature of its class is not imported', async () => {
    const starting = applications.start({ providers: [Names, PersonRepository] });

    expect((await errorOf(() => starting)).message).toMatch(/PersonRepository[^]*DocumentRepository<Person>/);
  });

  test('is made with new where its database methods are replaced, as in a unit test', async () => {
    const people = new PersonRepository(new Names());
    const ada = new Person();
    expect(() => people.findByName('Ada')).toThrow(RepositoryNotReadyError);
    Object.assign(people, { find: () => ({ sort: () => ({ toArray: async () => [ada] }) }) });

    expect(await people.findByName('Ada')).toEqual([ada]);
  });
});

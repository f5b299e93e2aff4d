import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  getConnectionToken,
  getRepositoryToken,
  Id,
  OnPreSave,
  Version,
  WrongDocumentClassError,
} from 'nestjs-documents';
import type { Connection, DocumentClass, DocumentRepository } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications, repositoryOf, uri } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

@Document({ collection: 'animals' })
class Animal {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

/** Declares classes, as a test does that declares them in a function and runs repeatedly. */
function declareDogs() {
  @EmbeddedDocument()
  class Collar {
    @Field() colour?: string;
  }
  @Document()
  class Dog extends Animal {
    @Field() breed?: string;
    @Field() collar?: Collar;
  }
  @Document({ discriminator: { value: 'small' } })
  class Puppy extends Dog {
    @Field() weeks?: number;
  }
  return { Collar, Dog, Puppy };
}

function declareCat() {
  @Document()
  class Cat extends Animal {
    @Field() lives?: number;
  }
  return Cat;
}

const start = (classes: readonly DocumentClass[]): Promise<INestApplication> =>
  applications.start({ imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature(classes)] });

async function stored<T extends object>(people: DocumentRepository<T>, values: object): Promise<T> {
  return people.create(values);
}

beforeEach(async () => {
  const app = await start([Animal]);
  await app.get<Connection>(getConnectionToken()).db.dropDatabase();
  await applications.stop(app);
});

describe('A class that extends and is declared anew', () => {
  test('is that of the application that registers it, one application after another', async () => {
    for (const round of [1, 2, 3]) {
      const { Dog } = declareDogs();
      const app = await start([Animal, Dog]);
      await stored(repositoryOf(app, Dog), { name: 'Rex', collar: { colour: 'red' } });
      const found = await repositoryOf(app, Animal).find({}).toArray();

      expect(found.map((each) => each instanceof Dog)).toEqual(Array.from({ length: round }, () => true));
      expect(await repositoryOf(app, Dog).count({})).toBe(round);
      await applications.stop(app);
    }
  });

  test('is the one that was declared last, where only the class that it extends is registered', async () => {
    declareDogs();
    const { Dog, Puppy } = declareDogs();
    const app = await start([Animal]);
    const animals = repositoryOf(app, Animal);
    await animals.save(Object.assign(new Dog(), { name: 'Rex' }));
    await animals.save(Object.assign(new Puppy(), { name: 'Pip' }));
    const found = await animals.find({}).sort({ name: 'asc' }).toArray();

    expect(found.map((each) => each.constructor)).toEqual([Puppy, Dog]);
  });

  test('may be extended itself', async () => {
    declareDogs();
    const { Dog, Puppy } = declareDogs();
    const app = await start([Animal, Dog, Puppy]);
    await stored(repositoryOf(app, Puppy), { name: 'Pip', weeks: 3 });

    expect(await repositoryOf(app, Animal).findOne({})).toBeInstanceOf(Puppy);
    expect(await repositoryOf(app, Dog).findOne({})).toBeInstanceOf(Puppy);
    const { db } = app.get<Connection>(getConnectionToken());
    expect(await db.collection('animals').findOne({})).toMatchObject({ _type: 'small', name: 'Pip' });
  });

  test('may have a sibling that is declared anew too, and one that stays', async () => {
    const Cat = declareCat();
    declareDogs();
    const { Dog } = declareDogs();
    const app = await start([Dog, Animal]);
    const animals = repositoryOf(app, Animal);
    await animals.save(Object.assign(new Cat(), { name: 'Tom' }));
    expect(await animals.findOne({})).toBeInstanceOf(Cat);
    await applications.stop(app);

    const again = declareCat();
    const other = await start([again, Dog, Animal]);
    expect(await repositoryOf(other, Animal).findOne({})).toBeInstanceOf(again);
  });

  test('may extend a base class that is declared anew', async () => {
    const declare = () => {
      @Document({ collection: 'plants' })
      class Plant {
        @Id() id!: ObjectId;
      }
      @Document()
      class Tree extends Plant {
        @Field() rings?: number;
      }
      return { Plant, Tree };
    };
    for (const { Plant, Tree } of [declare(), declare()]) {
      const app = await start([Plant, Tree]);
      await stored(repositoryOf(app, Tree), { rings: 4 });
      expect(await repositoryOf(app, Plant).findOne({})).toBeInstanceOf(Tree);
      await applications.stop(app);
    }
  });

  test('is that of each of two applications at the same time', async () => {
    const [first, second] = [declareDogs(), declareDogs()];
    const [one, two] = [await start([Animal, first.Dog]), await start([Animal, second.Dog])];
    await stored(repositoryOf(one, first.Dog), { name: 'Rex' });

    for (let round = 0; round < 2; round++) {
      expect(await repositoryOf(one, Animal).findOne({})).toBeInstanceOf(first.Dog);
      expect(await repositoryOf(two, Animal).findOne({})).toBeInstanceOf(second.Dog);
    }
    declareDogs();
    expect(await repositoryOf(one, Animal).findOne({})).toBeInstanceOf(first.Dog);
    expect(await repositoryOf(one, Animal).find({}).toArray()).toEqual([expect.any(first.Dog)]);
  });

  test('is refused where it belongs to another application', async () => {
    const [first, second] = [declareDogs(), declareDogs()];
    const app = await start([Animal, second.Dog]);
    const animals = repositoryOf(app, Animal);

    expect(await errorOf(() => animals.save(new first.Dog()))).toBeInstanceOf(WrongDocumentClassError);
    expect(await errorOf(() => animals.insertMany([new first.Dog()]))).toBeInstanceOf(
      WrongDocumentClassError,
    );
    expect(await animals.count({})).toBe(0);
  });

  test('has the behaviours and listeners of its application', async () => {
    const declare = () => {
      @Document()
      class Horse extends Animal {
        @Version() version!: number;
      }
      @Injectable()
      class HorseListener {
        readonly heard: unknown[] = [];
        @OnPreSave(Horse) hear({ document }: { document: Horse }) {
          this.heard.push(document.name);
        }
      }
      return { Horse, HorseListener };
    };
    for (const { Horse, HorseListener } of [declare(), declare()]) {
      const app = await applications.start({
        imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Animal, Horse])],
        providers: [HorseListener],
      });
      const horse = await stored(repositoryOf(app, Horse), { name: 'Fury' });

      expect([horse.version, app.get(HorseListener).heard]).toEqual([1, ['Fury']]);
      await applications.stop(app);
    }
  });

  test('is an error where two of one name are registered, and where a listener hears the other one', async () => {
    const [first, second] = [declareDogs(), declareDogs()];
    @Injectable()
    class DogListener {
      @OnPreSave(first.Dog) hear() {}
    }
    const listen = () =>
      applications.start({
        imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Animal, second.Dog])],
        providers: [DogListener],
      });

    expect((await errorOf(() => start([Animal, first.Dog, second.Dog]))).code).toBe(
      'DUPLICATE_DOCUMENT_NAME',
    );
    expect((await errorOf(listen)).message).toMatch(
      /^DogListener\.hear listens to Dog, but Dog is not registered\. It would never be called: the registered class of that name is a different one, declared at \S+redeclared-classes\.spec\.ts:\d+, as happens when a class is declared a second time\. Add it to DocumentsModule\.forFeature\(\[Dog\]\)\.$/,
    );
  });

  test('takes the place of one that nobody registered, in a module that is loaded later', async () => {
    declareDogs();
    const app = await start([Animal]);
    const { Dog } = declareDogs();
    @Module({ imports: [DocumentsModule.forFeature([Dog])] })
    class LateModule {}
    const late = await app.get(LazyModuleLoader).load(() => LateModule);
    await stored(late.get(getRepositoryToken(Dog), { strict: false }), { name: 'Rex' });

    expect(await repositoryOf(app, Animal).findOne({})).toBeInstanceOf(Dog);
  });
});

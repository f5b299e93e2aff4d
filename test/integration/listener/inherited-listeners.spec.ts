import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsModule,
  Field,
  Id,
  OnPostSave,
  OnPreSave,
  OnSignal,
  preSave,
} from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { Applications, documents, Person, repositoryOf, savePerson } from '../../support/world/nest-world.js';

@Document({ collection: 'animals' })
class Animal {
  @Id() id!: ObjectId;
  @Field() name!: string;
}
@Document()
class Dog extends Animal {}

const applications = new Applications();
afterEach(() => applications.close());

const heard: string[] = [];
beforeEach(() => void (heard.length = 0));

describe('A listener method of a base class', () => {
  class AuditListener {
    @OnPreSave(Person) hear() {
      heard.push('base');
    }
  }

  test('is called for the provider that inherits it', async () => {
    @Injectable()
    class PersonListener extends AuditListener {}
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['base']);
  });

  test('stays connected when it is overridden without the decorator', async () => {
    @Injectable()
    class PersonListener extends AuditListener {
      override hear() {
        heard.push('override');
      }
    }
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['override']);
  });

  test('is called once when the override repeats the decorator', async () => {
    @Injectable()
    class PersonListener extends AuditListener {
      @OnPreSave(Person) override hear() {
        heard.push('override');
      }
    }
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['override']);
  });

  test('takes the options of the override that repeats the decorator', async () => {
    @Injectable()
    class PersonListener extends AuditListener {
      @OnPreSave(Person) other() {
        heard.push('other');
      }
      @OnPreSave(Person, { order: 1 }) override hear() {
        heard.push('override');
      }
    }
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['other', 'override']);
  });

  test('is called before the methods of the class that inherits it', async () => {
    @Injectable()
    class PersonListener extends AuditListener {
      @OnPreSave(Person) own() {
        heard.push('own');
      }
    }
    const app = await applications.start({ imports: documents, providers: [PersonListener] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['base', 'own']);
  });

  test('is called for each of the providers that inherit it', async () => {
    class Names extends AuditListener {
      override hear() {
        heard.push(this.constructor.name);
      }
    }
    @Injectable()
    class First extends Names {}
    @Injectable()
    class Second extends Names {}
    const app = await applications.start({ imports: documents, providers: [First, Second] });

    await savePerson(app, 'Ada');

    expect(heard).toEqual(['First', 'Second']);
  });
});

describe('One method with decorators for two classes', () => {
  test('is called for documents of both', async () => {
    @Injectable()
    class Both {
      @OnPreSave(Person)
      @OnPreSave(Animal)
      hear({ document }: PreSave<Person> | PreSave<Animal>) {
        heard.push(document.name);
      }
    }
    const app = await applications.start({
      imports: [...documents, DocumentsModule.forFeature([Animal])],
      providers: [Both],
    });
    const animals = repositoryOf(app, Animal);

    await savePerson(app, 'Ada');
    await animals.create({ name: 'Rex' });

    expect(heard).toEqual(['Ada', 'Rex']);
  });

  test('is called once for a document of both, as of a class and its base class', async () => {
    @Injectable()
    class Both {
      @OnPreSave(Animal)
      @OnPreSave(Dog)
      hear({ document }: PreSave<Animal>) {
        heard.push(document.name);
      }
    }
    const app = await applications.start({
      imports: [...documents, DocumentsModule.forFeature([Animal, Dog])],
      providers: [Both],
    });
    const dogs = repositoryOf(app, Dog);

    await dogs.create({ name: 'Rex' });

    expect(heard).toEqual(['Rex']);
  });
});

describe('A listener of a base document class', () => {
  const imports = [...documents, DocumentsModule.forFeature([Animal, Dog])];

  test('hears documents of the class that extends it, which is the sender', async () => {
    @Injectable()
    class AnimalListener {
      @OnPreSave(Animal) hear({ sender }: PreSave<Animal>) {
        heard.push(sender.name);
      }
    }
    const app = await applications.start({ imports, providers: [AnimalListener] });
    const dogs = repositoryOf(app, Dog);

    await dogs.create({ name: 'Rex' });

    expect(heard).toEqual(['Dog']);
  });

  test('hears only its own class with { exact: true }', async () => {
    @Injectable()
    class AnimalListener {
      @OnPreSave(Animal, { exact: true }) hear({ sender }: PreSave<Animal>) {
        heard.push(sender.name);
      }
    }
    const app = await applications.start({ imports, providers: [AnimalListener] });
    const [dogs, animals] = [repositoryOf(app, Dog), repositoryOf(app, Animal)];

    await dogs.create({ name: 'Rex' });
    await animals.create({ name: 'Tom' });

    expect(heard).toEqual(['Animal']);
  });

  test('needs only the class that extends it to be registered', async () => {
    @Injectable()
    class AnimalListener {
      @OnPreSave(Animal) hear({ sender }: PreSave<Animal>) {
        heard.push(sender.name);
      }
    }
    const app = await applications.start({
      imports: [...documents, DocumentsModule.forFeature([Dog])],
      providers: [AnimalListener],
    });
    const dogs = repositoryOf(app, Dog);

    await dogs.create({ name: 'Rex' });

    expect(heard).toEqual(['Dog']);
  });
});

describe('A listener without a document class', () => {
  test('hears every document class', async () => {
    @Injectable()
    class EveryListener {
      @OnPreSave() before({ sender }: PreSave<object>) {
        heard.push(`before ${sender.name}`);
      }
      @OnPostSave({ order: 1 }) after() {
        heard.push('after');
      }
      @OnSignal(preSave, { order: 1 }) again() {
        heard.push('again');
      }
    }
    const app = await applications.start({
      imports: [...documents, DocumentsModule.forFeature([Animal])],
      providers: [EveryListener],
    });
    const animals = repositoryOf(app, Animal);

    await savePerson(app, 'Ada');
    await animals.create({ name: 'Rex' });

    expect(heard).toEqual(['before Person', 'again', 'after', 'before Animal', 'again', 'after']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, InvalidSchemaError, postSave } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'animals', discriminator: { key: '_cls', value: 'Animal' } })
class Animal {
  @Id() id!: ObjectId;
  @Field() name?: string;
}
@Document({ discriminator: { value: 'Animal.Dog' } })
class Dog extends Animal {
  @Field() breed?: string;
}
@Document({ discriminator: { value: 'Animal.Dog.Puppy' } })
class Puppy extends Dog {
  @Field() weeks?: number;
}

@Document({ abstract: true })
abstract class Entity {
  @Id() id!: ObjectId;
  @Field() label?: string;
}
@Document()
class Chair extends Entity {
  @Field() legs?: number;
}
@Document({ collection: 'desks' })
class Desk extends Entity {}
@Document()
class StandingDesk extends Desk {}

describe('Classes that share a collection and a discriminator of their own', () => {
  let world: IntegrationApp;
  const collection = () => world.db.collection('animals');
  const ids = { rex: new ObjectId(), pip: new ObjectId(), cat: new ObjectId(), old: new ObjectId() };

  beforeAll(async () => {
    world = await openApp([Animal, Dog, Puppy]);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await collection().deleteMany({});
    await collection().insertMany([
      { _id: ids.rex, _cls: 'Animal.Dog', name: 'rex', breed: 'lab' },
      { _id: ids.pip, _cls: 'Animal.Dog.Puppy', name: 'pip', weeks: 3 },
      { _id: ids.cat, _cls: 'Animal', name: 'cat' },
      { _id: ids.old, name: 'old' },
    ]);
  });

  test('are told apart by the values, a document without one being of the base class', async () => {
    const found = await world.repository(Animal).find({}).sort({ name: 1 }).toArray();
    expect(found.map((each) => [each.name, each.constructor])).toEqual([
      ['cat', Animal],
      ['old', Animal],
      ['pip', Puppy],
      ['rex', Dog],
    ]);
  });

  test('are searched by the values of the class and of those that extend it', async () => {
    const dogs = world.repository(Dog);
    const [find] = await world.commandsOf(() => dogs.find({ name: 'rex' }).toArray());
    expect(find?.command['filter']).toEqual({
      name: { $eq: 'rex' },
      _cls: { $in: ['Animal.Dog', 'Animal.Dog.Puppy'] },
    });
    expect(await dogs.count({})).toBe(2);
  });

  test('store the value of their class, the base class too', async () => {
    const tom = await world.repository(Animal).save(Object.assign(new Animal(), { name: 'tom' }));
    const sam = await world.repository(Animal).save(Object.assign(new Puppy(), { name: 'sam' }));
    expect(await collection().findOne({ _id: tom.id })).toEqual({ _id: tom.id, _cls: 'Animal', name: 'tom' });
    expect(await collection().findOne({ _id: sam.id })).toEqual({
      ...{ _id: sam.id, _cls: 'Animal.Dog.Puppy', name: 'sam' },
    });
  });

  test.each<[string, ObjectId]>(Object.entries(ids))(
    'send nothing for %s without a change',
    async (_, id) => {
      const animal = await world.repository(Animal).getById(id);
      expect(await world.commandsOf(() => world.repository(Animal).save(animal))).toEqual([]);
    },
  );

  test('leave a document without a value without one', async () => {
    const old = await world.repository(Animal).getById(ids.old);
    await world.repository(Animal).save(Object.assign(old, { name: 'older' }));
    expect(await collection().findOne({ _id: ids.old })).toEqual({ _id: ids.old, name: 'older' });
  });

  test('may be declared later, once documents were loaded', async () => {
    const animals = world.repository(Animal);
    await animals.find({}).toArray();
    @Document({ discriminator: { value: 'Animal.Bird' } })
    class Bird extends Animal {
      @Field() wings?: number;
    }
    const _id = new ObjectId();
    await collection().insertOne({ _id, _cls: 'Animal.Bird', wings: 2 });
    const bird = await animals.getById(_id);
    expect(bird).toBeInstanceOf(Bird);
    expect(bird).toMatchObject({ wings: 2 });
  });
});

describe('Classes that extend an abstract class', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Chair, Desk, StandingDesk]);
  });
  afterAll(() => world.close());

  test('have collections of their own and no discriminator; those that extend them share theirs', async () => {
    const chair = await world.repository(Chair).save(Object.assign(new Chair(), { label: 'c', legs: 4 }));
    const desk = await world.repository(Desk).save(Object.assign(new StandingDesk(), { label: 'd' }));
    expect(await world.db.collection('chair').find().toArray()).toEqual([
      { _id: chair.id, label: 'c', legs: 4 },
    ]);
    expect(await world.db.collection('desks').find().toArray()).toEqual([
      { _id: desk.id, label: 'd', _type: 'StandingDesk' },
    ]);
  });

  test('are heard by a receiver of the abstract class', async () => {
    const heard: unknown[] = [];
    const undo = world.bus.connect(postSave, Entity, ({ document }) => void heard.push(document.label));
    await world.repository(Chair).save(Object.assign(new Chair(), { label: 'x' }));
    await world.repository(Desk).save(Object.assign(new StandingDesk(), { label: 'y' }));
    undo();
    expect(heard).toEqual(['x', 'y']);
  });

  test('are registered in its place: with the abstract class the application does not start', async () => {
    const error = await errorOf(() => openApp([Entity]));
    expect(error).toBeInstanceOf(InvalidSchemaError);
    expect(error.message).toBe(
      'Entity cannot be stored as it is declared. It is abstract and has no collection. Use the classes that extend it.',
    );
  });
});

test('A key of the discriminator in a class that extends another stops the start', async () => {
  @Document({ name: 'Fish', discriminator: { key: 'kind' } })
  class Fish extends Desk {}
  const error = await errorOf(() => openApp([Fish]));
  expect(error).toBeInstanceOf(InvalidSchemaError);
  expect(error.message).toContain('It extends Desk, and one key distinguishes all classes of a collection');
});

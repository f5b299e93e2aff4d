import 'reflect-metadata';
import type { ObjectId } from 'mongodb';
import { Column, DataSource, Entity, EventSubscriber, ObjectIdColumn } from 'typeorm';
import type { EntitySubscriberInterface, InsertEvent } from 'typeorm';
import type { Heard, Library } from './library.js';

class Address {
  @Column() street!: string;
  @Column() city!: string;
  @Column() zip!: string;
}

@Entity('people')
class Person {
  @ObjectIdColumn() _id!: ObjectId;
  @Column() name!: string;
  @Column() email!: string;
  @Column() age!: number;
  @Column() height!: number;
  @Column() isActive!: boolean;
  @Column() isVerified!: boolean;
  @Column() bornAt!: Date;
  @Column(() => Address) address!: Address;
  @Column() tags!: string[];
  @Column() scores!: number[];
  @Column() count!: number;
}

/** Shared by the process, because TypeORM instantiates subscribers itself. */
const heard: Heard = { before: 0, after: 0 };

@EventSubscriber()
class PersonSubscriber implements EntitySubscriberInterface<Person> {
  listenTo() {
    return Person;
  }

  beforeInsert({ entity }: InsertEvent<Person>): void {
    entity.email = entity.email.toLowerCase();
    heard.before++;
  }

  afterInsert(): void {
    heard.after++;
  }
}

/** TypeORM lacks validation of its own. */
export const library: Library = {
  async open({ uri, isHeard }) {
    const source = await new DataSource({
      type: 'mongodb',
      url: uri,
      entities: [Person],
      subscribers: isHeard ? [PersonSubscriber] : [],
    }).initialize();
    const people = source.getMongoRepository(Person);
    return {
      isLoaded: (document) => document instanceof Person && document.address instanceof Address,
      findAll: () => people.find(),
      async changeCount(_id, count) {
        const person = await people.findOneByOrFail({ _id });
        person.count = count;
        await people.save(person);
      },
      updateCount: (email, count) => people.updateOne({ email }, { $set: { count } }),
      saveMany: (documents) => people.save([...documents]),
      insertOne: (values) => people.save(people.create(values)),
      insertMany: (values) => people.save(people.create([...values])),
      heard,
      close: () => source.destroy(),
    };
  },
};

import 'reflect-metadata';
import {
  Embeddable,
  Embedded,
  Entity,
  ManyToOne,
  MikroORM,
  ObjectId,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/mongodb';
import type { EventArgs, EventSubscriber } from '@mikro-orm/mongodb';
import type { Heard, Library } from './library.js';

@Embeddable()
class Address {
  @Property() street!: string;
  @Property() city!: string;
  @Property() zip!: string;
}

@Entity({ collection: 'people' })
class Person {
  @PrimaryKey() _id!: ObjectId;
  @Property() name!: string;
  @Property() email!: string;
  @Property() age!: number;
  @Property() height!: number;
  @Property() isActive!: boolean;
  @Property() isVerified!: boolean;
  @Property() bornAt!: Date;
  @Embedded(() => Address, { object: true }) address!: Address;
  @Property({ type: 'string[]' }) tags!: string[];
  @Property({ type: 'number[]' }) scores!: number[];
  @Property() count!: number;
}

@Entity({ collection: 'categories' })
class Category {
  @PrimaryKey() _id!: ObjectId;
  @Property() label!: string;
  @Property() count!: number;
}

@Entity({ collection: 'posts' })
class Post {
  @PrimaryKey() _id!: ObjectId;
  @Property() title!: string;
  @Property() slug!: string;
  @Property() isPublished!: boolean;
  @Property() publishedAt!: Date;
  @ManyToOne(() => Person) author!: Person;
  @ManyToOne(() => Category) category!: Category;
  @Property() count!: number;
}

class PersonSubscriber implements EventSubscriber<Person> {
  constructor(private readonly heard: Heard) {}

  getSubscribedEntities() {
    return [Person];
  }

  beforeCreate({ entity }: EventArgs<Person>): void {
    entity.email = entity.email.toLowerCase();
    this.heard.before++;
  }

  afterCreate(): void {
    this.heard.after++;
  }
}

/** Each work has an entity manager of its own, as each request has in an application. */
export const library: Library = {
  async open({ uri, database, isHeard }) {
    const heard = { before: 0, after: 0 };
    const orm = await MikroORM.init({
      clientUrl: uri,
      dbName: database,
      entities: [Person, Post, Category],
      metadataProvider: ReflectMetadataProvider,
      subscribers: isHeard ? [new PersonSubscriber(heard)] : [],
      // Its checks of property types, which are off by default.
      validate: true,
    });
    return {
      isLoaded: (document) => document instanceof Person && document.address instanceof Address,
      findAll: () => orm.em.fork().findAll(Person),
      findPopulated: () => orm.em.fork().find(Post, {}, { populate: ['author', 'category'] }),
      async changeCount(id, count) {
        const em = orm.em.fork();
        // It comes with a driver of its own, whose ids are of another class.
        const person = await em.findOneOrFail(Person, new ObjectId(id.toHexString()));
        person.count = count;
        await em.flush();
      },
      changeTwo: (ids, count) =>
        orm.em.fork().transactional(
          async (em) => {
            for (const id of ids) {
              const person = await em.findOneOrFail(Person, new ObjectId(id.toHexString()));
              person.count = count;
            }
          },
          { writeConcern: { w: 'majority' } } as never,
        ),
      async insertOne(values) {
        const em = orm.em.fork();
        em.create(Person, values as never, { persist: true });
        await em.flush();
      },
      async insertMany(values) {
        const em = orm.em.fork();
        for (const each of values) em.create(Person, each as never, { persist: true });
        await em.flush();
      },
      heard,
      close: () => orm.close(),
    };
  },
};

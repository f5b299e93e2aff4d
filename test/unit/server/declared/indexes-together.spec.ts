import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, Index, mapOf, Unique } from 'nestjs-documents';
import { describe, expect, it } from 'vitest';
import { collectionsOf } from './collections-of.js';

describe('The indexes of a collection', () => {
  it('have different names', () => {
    @Document()
    @Index({ name: 1, age: 1 }, { name: 'one' })
    @Index({ age: 1 }, { name: 'one' })
    class Guest {
      @Id() id!: ObjectId;
      @Field() name!: string;
      @Field() age!: number;
    }
    expect(() => collectionsOf(Guest)).toThrow('Two different indexes have the name one. Name one of them');
  });

  it('have one of texts', () => {
    @Document()
    class Post {
      @Id() id!: ObjectId;
      @Field() @Index('text') title!: string;
      @Field() @Index('text') body!: string;
    }
    expect(() => collectionsOf(Post)).toThrow(
      'Post.title and Post.body cannot be stored as it is declared. The collection post would have two text indexes',
    );
  });

  it('differ in more than their names', () => {
    @Document()
    @Index({ name: 1 }, { name: 'by_name' })
    class Guest {
      @Id() id!: ObjectId;
      @Field() @Index({ hidden: true }) name!: string;
    }
    expect(() => collectionsOf(Guest)).toThrow('The indexes by_name and name_1 differ only in what');
  });

  it('may have equal keys with another filter or collation', () => {
    @Document()
    @Index({ name: 1 }, { name: 'open', where: { name: 'a' } })
    @Index({ name: 1 }, { name: 'ci', collation: { locale: 'en', strength: 2 } })
    class Guest {
      @Id() id!: ObjectId;
      @Field({ required: true }) @Unique() name!: string;
    }
    expect(collectionsOf(Guest)[0]?.indexes.map(({ name }) => name)).toEqual(['open', 'ci', 'name_1']);
  });

  it('may have all paths with others selected or left out', () => {
    @Document()
    @Index({ '$**': 1 }, { name: 'names', select: ['name'] })
    @Index({ '$**': 1 }, { name: 'others', omit: ['name'] })
    class Guest {
      @Id() id!: ObjectId;
      @Field() name!: string;
      @Field() age!: number;
    }
    expect(
      collectionsOf(Guest)[0]
        ?.indexes.map(({ name }) => name)
        .sort(),
    ).toEqual(['names', 'others']);
    @Document()
    @Index({ '$**': 1 }, { name: 'both', select: ['name', 'age'] })
    @Index({ '$**': 1 }, { name: 'again', select: ['age', 'name'] })
    class Visitor {
      @Id() id!: ObjectId;
      @Field() name!: string;
      @Field() age!: number;
    }
    expect(() => collectionsOf(Visitor)).toThrow('differ only in what the server does not tell');
  });

  it('declared twice are one', () => {
    @Document({ collection: 'logs' })
    class Login {
      @Id() id!: ObjectId;
      @Field() @Index() at!: Date;
    }
    @Document({ collection: 'logs' })
    class Logout {
      @Id() id!: ObjectId;
      @Field() @Index() at!: Date;
    }
    expect(collectionsOf(Login, Logout)).toMatchObject([
      { name: 'logs', indexes: [{ name: 'at_1', declaredBy: ['Login.at', 'Logout.at'] }] },
    ]);
  });

  it('are those of undecorated and abstract base classes too', () => {
    @Index({ createdAt: -1 })
    abstract class Timed {
      @Field() createdAt!: Date;
    }
    @Document({ abstract: true })
    abstract class Owned extends Timed {
      @Field() @Index() owner!: string;
    }
    @Document()
    class Car extends Owned {
      @Id() id!: ObjectId;
    }
    @Document()
    class House extends Owned {
      @Id() id!: ObjectId;
    }
    const names = collectionsOf(Car, House).map(({ name, indexes }) => [
      name,
      ...indexes.map((each) => each.name),
    ]);
    expect(names).toEqual([
      ['car', 'createdAt_-1', 'owner_1'],
      ['house', 'createdAt_-1', 'owner_1'],
    ]);
  });

  it('enter a class that holds itself once', () => {
    @EmbeddedDocument()
    class Comment {
      @Field() @Index() author!: string;
      @Field(() => [Comment]) replies: Comment[] = [];
    }
    @Document()
    class Thread {
      @Id() id!: ObjectId;
      @Field(() => [Comment]) comments: Comment[] = [];
    }
    expect(collectionsOf(Thread)[0]?.indexes.map(({ name }) => name)).toEqual(['comments.author_1']);
  });

  it('pass no map, unless the field leaves them out', () => {
    @EmbeddedDocument()
    class Address {
      @Field() @Index() city!: string;
    }
    @Document()
    class Firm {
      @Id() id!: ObjectId;
      @Field(() => mapOf(Address)) sites = new Map<string, Address>();
    }
    expect(() => collectionsOf(Firm)).toThrow(
      `Address.city cannot be stored as it is declared. The index of city cannot be made, since sites is a map, whose entries have paths of their own. Leave it out there, @Field(() => mapOf(Address), { indexes: false }), and declare an index of all that is in the map: @Index({ 'sites.$**': 1 }).`,
    );
    @Document()
    @Index({ 'sites.$**': 1 })
    class Company {
      @Id() id!: ObjectId;
      @Field(() => mapOf(Address), { indexes: false }) sites = new Map<string, Address>();
    }
    expect(collectionsOf(Company)[0]?.indexes.map(({ name }) => name)).toEqual(['sites.$**_1']);
  });

  it('begin with the shard key if they are unique', () => {
    @Document({ shardKey: { tenant: 1 } })
    @Index({ tenant: 1, name: 1 }, { unique: true })
    class Customer {
      @Id() id!: ObjectId;
      @Field({ required: true }) tenant!: string;
      @Field() name!: string;
    }
    expect(collectionsOf(Customer)[0]?.indexes.map(({ name }) => name)).toEqual(['tenant_1_name_1']);
    @Document({ shardKey: { tenant: 1 } })
    class Supplier {
      @Id() id!: ObjectId;
      @Field({ required: true }) tenant!: string;
      @Field() @Unique() name!: string;
    }
    expect(() => collectionsOf(Supplier)).toThrow(
      'The index name_1 is unique and does not begin with the shard key, so that no shard alone could check it. Begin with the shard key: tenant',
    );
  });

  it('fit the options of the collection', () => {
    @Document({ timeSeries: { timeField: 'at' } })
    class Reading {
      @Id() id!: ObjectId;
      @Field({ required: true }) @Unique() at!: Date;
    }
    expect(() => collectionsOf(Reading)).toThrow('The collection reading is a time series, whose indexes');
    @Document({ capped: { size: 4096 } })
    class Line {
      @Id() id!: ObjectId;
      @Field() @Index({ expireAfter: '1d' }) at!: Date;
    }
    expect(() => collectionsOf(Line)).toThrow(
      'The collection line is capped, and the server removes no documents',
    );
  });
});

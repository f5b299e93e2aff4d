import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, Index, Unique } from 'nestjs-documents';
import { describe, expect, it } from 'vitest';
import { collectionsOf } from './collections-of.js';

@EmbeddedDocument()
@Index({ city: 1, street: -1 })
class Address {
  @Field() street!: string;
  @Field({ key: 'town' }) @Index() city!: string;
}

@Document({ collection: 'people' })
@Index({ name: 1, createdAt: -1 })
@Index({ 'address.street': 1 }, { name: 'streets', sparse: true, hidden: true })
class Person {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field({ required: true }) @Unique() email!: string;
  @Field({ key: 'at' }) createdAt!: Date;
  @Field(() => Address) address?: Address;
  @Field(() => [Address]) others: Address[] = [];
}

@Document()
@Index({ salary: 1, name: 1 })
class Employee extends Person {
  @Field() salary!: number;
}

describe('declaredCollections', () => {
  it('lists the indexes of a class, its fields, embedded documents and subclasses by key', () => {
    const [people, ...others] = collectionsOf(Person, Employee);
    expect(others).toEqual([]);
    expect(people).toMatchObject({ name: 'people', documents: ['Person', 'Employee'], options: {} });
    expect(people?.indexes).toEqual([
      {
        name: 'name_1_at_-1',
        keys: [
          ['name', 1],
          ['at', -1],
        ],
        options: {},
        declaredBy: ['Person'],
      },
      {
        name: 'streets',
        keys: [['address.street', 1]],
        options: { sparse: true, hidden: true },
        declaredBy: ['Person'],
      },
      { name: 'email_1', keys: [['email', 1]], options: { unique: true }, declaredBy: ['Person.email'] },
      {
        name: 'address.town_1_address.street_-1',
        keys: [
          ['address.town', 1],
          ['address.street', -1],
        ],
        options: {},
        declaredBy: ['Address'],
      },
      { name: 'address.town_1', keys: [['address.town', 1]], options: {}, declaredBy: ['Address.city'] },
      {
        name: 'others.town_1_others.street_-1',
        keys: [
          ['others.town', 1],
          ['others.street', -1],
        ],
        options: {},
        declaredBy: ['Address'],
      },
      { name: 'others.town_1', keys: [['others.town', 1]], options: {}, declaredBy: ['Address.city'] },
      {
        name: 'salary_1_name_1',
        keys: [
          ['salary', 1],
          ['name', 1],
        ],
        options: {},
        declaredBy: ['Employee'],
      },
    ]);
  });

  it('has those of a base class whose subclass alone is registered', () => {
    const [people] = collectionsOf(Employee);
    expect(people?.documents).toEqual(['Person', 'Employee']);
    expect(people?.indexes.map(({ name }) => name)).toEqual(
      collectionsOf(Person)[0]?.indexes.map(({ name }) => name),
    );
    expect(people?.indexes).toHaveLength(8);
  });
});

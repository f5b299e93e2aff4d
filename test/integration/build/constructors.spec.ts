import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  preSavePostValidation,
  Sequence,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

type AnyClass = new () => object;

/** Destructures its argument, which is missing. */
class Invoice {
  @Id() id!: ObjectId;
  @Field() number?: string;
  constructor({ number }: { number: string }) {
    this.number = number;
  }
}
Document({ collection: 'invoices' })(Invoice as unknown as AnyClass);

@EmbeddedDocument()
class Amount {
  @Field() value?: number;
  constructor() {
    throw new Error('canary');
  }
}

@Document({ collection: 'orders' })
class Order {
  @Id() id!: ObjectId;
  @Field() amount?: Amount;
}

@Document({ collection: 'icy' })
class Icy {
  @Id() id!: ObjectId;
  @Field() name?: string;
  constructor() {
    Object.freeze(this);
  }
}

@Document({ collection: 'sealed' })
class Sealed {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() get label(): string {
    return `${this.name}!`;
  }
}

@Document({ collection: 'plain' })
class Plain {
  @Id() id!: ObjectId;
  @Field() name?: string;
}

@Document({ collection: 'versioned' })
class Versioned {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Version() version!: number;
}
@Document({ collection: 'timed' })
class Timed {
  @Id() id!: ObjectId;
  @Field(() => [String]) tags: string[] = [];
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt!: Date;
}
@Document({ collection: 'numbered' })
class Numbered {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
}
@Document({ collection: 'kept' })
class Kept {
  @Id() id!: ObjectId;
  @DeletedAt() deletedAt?: Date;
}

describe('A class whose constructor', () => {
  let world: IntegrationApp;
  const failed = (documentName: string): object => ({ code: 'CONSTRUCTOR_FAILED', documentName });
  const insert = (collection: string, values: object): Promise<unknown> =>
    world.db.collection(collection).insertOne(values);

  beforeAll(async () => {
    world = await openApp([Invoice as unknown as AnyClass, Order, Icy, Sealed]);
  });
  afterAll(() => world.close());

  test('needs arguments cannot be created or loaded, and the error says so', async () => {
    const invoices = world.repository(Invoice as unknown as AnyClass) as DocumentRepository<Invoice>;
    expect(await errorOf(() => invoices.build({ number: 'one' }))).toMatchObject(failed('Invoice'));
    expect(() => invoices.build({})).toThrow(
      'Invoice cannot be created. Its constructor threw an error ("cause"); it is called without arguments when a document is created or loaded. Give the parameters of the constructor of Invoice defaults, and do not rely on any value there: fields are set after it.',
    );
    await insert('invoices', { number: 'one' });
    await expect(invoices.find({}).toArray()).rejects.toMatchObject(failed('Invoice'));
    await expect(invoices.findOne({})).rejects.toMatchObject({ cause: expect.any(TypeError) });
    await expect(invoices.find({}).select('number').readOnly().first()).rejects.toMatchObject(
      failed('Invoice'),
    );
  });

  test('throws may be that of an embedded document', async () => {
    const orders = world.repository(Order);
    expect(await errorOf(() => orders.build({ amount: { value: 1 } }))).toMatchObject(failed('Amount'));
    await insert('orders', { amount: { value: 1 } });
    const error: unknown = await orders.findOne({}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(failed('Amount'));
    expect((error as Error).message).not.toContain('canary');
  });

  test('freezes the document cannot give it values', async () => {
    const refused = { code: 'FIELD_NOT_WRITABLE', documentName: 'Icy', field: 'name' };
    expect(await errorOf(() => world.repository(Icy).build({ name: 'a' }))).toMatchObject(refused);
    await insert('icy', { name: 'a' });
    const icy = world.repository(Icy).findOne({});
    await expect(icy).rejects.toMatchObject({ code: 'FIELD_NOT_WRITABLE', field: 'id' });
    await expect(icy).rejects.toThrow(
      'Icy.id cannot be set. The object is frozen or sealed, or the property is read-only or has a getter without a setter. Leave out Object.freeze in the constructor of Icy, freeze documents only after they are saved, and give the property a setter.',
    );
  });

  test('gives no setter to a field cannot give it values either', async () => {
    const building = () => world.repository(Sealed).build({ name: 'a', label: 'b' });
    expect(await errorOf(building)).toMatchObject({ code: 'FIELD_NOT_WRITABLE', field: 'label' });
    await insert('sealed', { name: 'a', label: 'b' });
    await expect(world.repository(Sealed).findOne({ name: 'a' })).rejects.toMatchObject({
      code: 'FIELD_NOT_WRITABLE',
      field: 'label',
    });
  });
});

describe('A frozen document', () => {
  let world: IntegrationApp;
  const id = new ObjectId();
  const frozen = <T extends object>(document: T): T => Object.freeze(document);
  const refused = (field: string): object => ({ code: 'FIELD_NOT_WRITABLE', field });

  beforeAll(async () => {
    world = await openApp([Plain, Versioned, Timed, Numbered, Kept]);
  });
  afterAll(() => world.close());

  test.each<[string, AnyClass, string, object]>([
    ['an id', Plain, 'id', {}],
    ['a version', Versioned, 'version', { id: new ObjectId() }],
    ['a time', Timed, 'createdAt', { id: new ObjectId() }],
    ['the time of a write', Timed, 'updatedAt', { id: new ObjectId(), createdAt: new Date() }],
    ['a number', Numbered, 'number', { id: new ObjectId() }],
  ])('that needs %s is refused, and nothing is sent', async (_, documentClass, field, values) => {
    const repository = world.repository(documentClass);
    const made = frozen(Object.assign(new documentClass(), values));
    const sent = await world.commandsOf(async () => {
      await expect(repository.save(made)).rejects.toMatchObject(refused(field));
      await expect(repository.insertMany([made])).rejects.toMatchObject(refused(field));
    });
    expect(sent).toEqual([]);
  });

  test('that needs nothing is inserted', async () => {
    await world.repository(Plain).save(frozen(Object.assign(new Plain(), { id, name: 'Ada' })));
    expect(await world.db.collection('plain').findOne({ _id: id })).toEqual({ _id: id, name: 'Ada' });
  });

  test('that was loaded and has not changed is saved without a command', async () => {
    const versioned = world.repository(Versioned);
    await versioned.create({ name: 'a' });
    const [loaded] = await versioned.find({}).toArray();
    const sent = await world.commandsOf(() => versioned.save(frozen(loaded as Versioned)));
    expect(sent).toEqual([]);
  });

  test('whose list has changed is refused where a time is to be set', async () => {
    const timed = world.repository(Timed);
    const { id: stored } = await timed.create({ tags: ['a'] });
    const loaded = frozen(await timed.getById(stored));
    loaded.tags.push('b');
    const sent = await world.commandsOf(() =>
      expect(timed.save(loaded)).rejects.toMatchObject(refused('updatedAt')),
    );
    expect(sent).toEqual([]);
  });

  test('is not reloaded, nor kept as a deleted one', async () => {
    const kept = world.repository(Kept);
    const loaded = frozen(await kept.create({}));
    await expect(kept.reload(loaded)).rejects.toMatchObject(refused('id'));
    const sent = await world.commandsOf(() =>
      expect(kept.delete(loaded)).rejects.toMatchObject(refused('deletedAt')),
    );
    expect(sent).toEqual([]);
    expect(await kept.delete(loaded, { permanent: true })).toBe(true);
  });

  test('by a receiver that vetoes then is the veto', async () => {
    const veto = new Error('veto');
    const undo = world.bus.connect(preSavePostValidation, Versioned, ({ document }) => {
      Object.freeze(document);
      throw veto;
    });
    await expect(world.repository(Versioned).save(new Versioned())).rejects.toBe(veto);
    undo();
  });
});

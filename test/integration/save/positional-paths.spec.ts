import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  postSave,
  StaleDocumentError,
  Version,
} from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field() article?: string;
  @Field({ key: 'n' }) count?: number;
}

@Document({ collection: 'orders' })
class Order {
  @Id() id!: ObjectId;
  @Field(() => [Line]) lines: Line[] = [];
}

@Document({ collection: 'versioned_orders' })
class VersionedOrder {
  @Id() id!: ObjectId;
  @Field(() => [Line]) lines: Line[] = [];
  @Version() version!: number;
}

describe('A change inside an array', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Order, VersionedOrder]);
  });
  afterAll(() => world.close());

  const lines = () => [
    { article: 'apple', n: 1 },
    { article: 'pear', n: 2 },
    { article: 'plum', n: 3 },
  ];

  /** A stored order with three lines, loaded. Then somebody else removes the first line. */
  async function loadedThenMoved<T extends Order | VersionedOrder>(documentClass: new () => T, more: object) {
    const _id = new ObjectId();
    const repository = world.repository<T>(documentClass);
    const name = (documentClass as unknown) === Order ? 'orders' : 'versioned_orders';
    const collection = world.db.collection(name);
    await collection.insertOne({ _id, lines: lines(), ...more });
    const order = await repository.getById(_id);
    const removed = await repository.getById(_id);
    const moveElements = async () => {
      removed.lines.shift();
      await repository.save(removed);
    };
    return { repository, collection, order, moveElements, stored: () => collection.findOne({ _id }) };
  }

  describe('when its class has a version', () => {
    test('is written by index, with the version', async () => {
      const { repository, order } = await loadedThenMoved(VersionedOrder, { version: 1 });
      order.lines[1]!.count = 20;
      const [update] = await world.commandsOf(() => repository.save(order));
      expect(update?.command['updates'][0].u).toEqual({ $set: { 'lines.1.n': 20, version: 2 } });
    });

    test('is refused if elements were moved since', async () => {
      const { repository, order, moveElements, stored } = await loadedThenMoved(VersionedOrder, {
        version: 1,
      });
      await moveElements();
      order.lines[1]!.count = 20;
      expect(await errorOf(() => repository.save(order))).toBeInstanceOf(StaleDocumentError);
      expect((await stored())?.['lines']).toEqual(lines().slice(1));
    });
  });

  describe('when its class has none', () => {
    test('is written with the whole array', async () => {
      const { repository, order } = await loadedThenMoved(Order, {});
      order.lines[1]!.count = 20;
      const [update] = await world.commandsOf(() => repository.save(order));
      const [apple, , plum] = lines();
      expect(update?.command['updates'][0].u).toEqual({
        $set: { lines: [apple, { article: 'pear', n: 20 }, plum] },
      });
    });

    test('leaves an array that one of the two has seen if elements were moved since', async () => {
      const { repository, order, moveElements, stored } = await loadedThenMoved(Order, {});
      await moveElements();
      order.lines[1]!.count = 20;
      await repository.save(order);
      const [apple, , plum] = lines();
      expect((await stored())?.['lines']).toEqual([apple, { article: 'pear', n: 20 }, plum]);
    });

    test('would hit another element by index, which is why it is not written so', async () => {
      const { collection, order, moveElements, stored } = await loadedThenMoved(Order, {});
      await moveElements();
      await collection.updateOne({ _id: order.id }, { $set: { 'lines.1.n': 20 } });
      // Twenty plums, which nobody has asked for.
      expect((await stored())?.['lines']).toEqual([
        { article: 'pear', n: 2 },
        { article: 'plum', n: 20 },
      ]);
    });

    test('is told to receivers by its finest path', async () => {
      const { repository, order } = await loadedThenMoved(Order, {});
      order.lines[1]!.count = 20;
      const told: unknown[] = [];
      const receiver = ({ changes }: { changes: Iterable<unknown> }) => told.push(...changes);
      await withReceiver(world.bus, { signal: postSave, sender: Order, receiver }, () =>
        repository.save(order),
      );
      expect(told).toEqual([{ path: 'lines.1.count', before: 2, after: 20 }]);
    });

    test('is no change any more after it was written', async () => {
      const { repository, order } = await loadedThenMoved(Order, {});
      order.lines[1]!.count = 20;
      await repository.save(order);
      expect(await world.commandsOf(() => repository.save(order))).toEqual([]);
      order.lines[2]!.count = 30;
      const [update] = await world.commandsOf(() => repository.save(order));
      const [apple] = lines();
      expect(update?.command['updates'][0].u).toEqual({
        $set: { lines: [apple, { article: 'pear', n: 20 }, { article: 'plum', n: 30 }] },
      });
    });
  });
});

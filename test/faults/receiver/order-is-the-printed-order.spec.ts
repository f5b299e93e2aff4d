import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setImmediate } from 'node:timers/promises';
import { postDelete, postSave, preDelete, preSave, preSavePostValidation } from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

/** The same sequence of numbers from 0 to 1 for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('Fault 2: twenty receivers, synchronous and asynchronous, with random delays', () => {
  let world: IntegrationApp;
  let teachers: DocumentRepository<Teacher>;

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    teachers = world.repository(Teacher);
  });
  afterAll(() => world.close());

  /** Connects twenty receivers of random order, class and kind; each writes its name down when it begins and when it ends. */
  const connect = (signal: Signal<any>, seed: number) => {
    const random = randomNumbers(seed);
    const log: string[] = [];
    const undo = Array.from({ length: 20 }, (_, index) => {
      const name = `receiver ${index}`;
      const turns = Math.floor(random() * 5);
      const slow = async () => {
        log.push(`${name} begins`);
        for (let turn = 0; turn < turns; turn++) await setImmediate();
        log.push(`${name} ends`);
      };
      const quick = () => {
        log.push(`${name} begins`, `${name} ends`);
      };
      const order = Math.floor(random() * 5) - 2;
      const sender = [Person, Teacher, undefined][Math.floor(random() * 3)];
      return world.bus.connect(signal, sender, random() < 0.5 ? slow : quick, { name, order });
    });
    const printed = world.bus.receiversOf(signal, Teacher);
    return {
      log,
      printed,
      expected: printed.flatMap(({ name }) => [`${name} begins`, `${name} ends`]),
      disconnect: () => undo.forEach((each) => each()),
    };
  };

  const signals: [string, Signal<any>][] = [
    ['preSave', preSave],
    ['preSavePostValidation', preSavePostValidation],
    ['postSave', postSave],
    ['preDelete', preDelete],
    ['postDelete', postDelete],
  ];
  const rows = signals.flatMap(([name, signal]) => [1, 2, 3].map((seed) => [name, seed, signal] as const));

  test.each(rows)(
    'are called by %s in the printed order, one after another (seed %i)',
    async (_, seed, signal) => {
      const { log, expected, disconnect } = connect(signal, seed);
      const tom = await teachers.save(teachers.build({ name: 'Tom' }));
      await teachers.delete(tom);
      disconnect();
      expect(expected).toHaveLength(40);
      expect(log).toEqual(expected);
    },
  );

  test('are printed by ascending order, equal ones in the order of connecting', () => {
    const { printed, disconnect } = connect(preSave, 4);
    disconnect();
    const rank = ({ order, name }: { order: number; name: string }) =>
      order * 100 + Number(name.split(' ')[1]);
    const ranks = printed.map(rank);
    expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
  });

  test('keep their order for twenty documents saved at the same time', async () => {
    const logs = new Map<string, string[]>();
    const names = Array.from({ length: 20 }, (_, index) => `receiver ${index}`);
    const random = randomNumbers(6);
    const disconnects = names.map((name) =>
      world.bus.connect(preSave, Teacher, async ({ document }) => {
        for (let turn = Math.floor(random() * 4); turn > 0; turn--) await setImmediate();
        logs.set(document.name, [...(logs.get(document.name) ?? []), name]);
      }),
    );
    const documents = Array.from({ length: 20 }, (_, index) => teachers.build({ name: `T${index}` }));
    await Promise.all(documents.map((document) => teachers.save(document)));
    disconnects.forEach((each) => each());
    expect(logs.size).toBe(20);
    expect([...logs.values()]).toEqual(Array.from({ length: 20 }, () => names));
  });
});

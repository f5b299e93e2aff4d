import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postSave, preSave } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

let world: IntegrationApp;
let people: DocumentRepository<Person>;
beforeAll(async () => {
  world = await openApp([Person]);
  people = world.repository(Person);
});
afterAll(() => world.close());

describe('The payload of every signal outside of a transaction', () => {
  test('has an abortSignal, and neither an attempt nor a transaction', async () => {
    using recorder = new SignalRecorder(world.bus);
    const person = await people.create({ name: 'Ada' });
    await people.insertMany([people.build({ name: 'Bob' })]);
    await people.delete(person);
    const payloads = recorder.sent.map(({ payload }) => payload);

    expect(payloads.length).toBeGreaterThan(8);
    for (const payload of payloads) {
      expect(payload.abortSignal).toBeInstanceOf(AbortSignal);
      expect(payload.abortSignal.aborted).toBe(false);
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(['attempt', 'transactionId']));
      expect([payload.attempt, payload.transactionId]).toEqual([undefined, undefined]);
    }
  });

  test('gives each receiver an abortSignal of its own, the same whenever it asks', async () => {
    const seen: AbortSignal[] = [];
    const person = people.build({ name: 'Ada' });
    const receiver = ({ abortSignal }: { readonly abortSignal: AbortSignal }): unknown =>
      seen.push(abortSignal);
    await withReceiver(
      world.bus,
      {
        signal: preSave,
        sender: Person,
        receiver: (payload) => [receiver(payload), receiver(payload)],
      },
      () =>
        withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () => people.save(person)),
    );

    expect(seen).toHaveLength(3);
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).not.toBe(seen[0]);
  });
});

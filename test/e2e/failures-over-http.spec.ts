import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { preSave, SignalBus } from 'nestjs-documents';
import { Person } from '../../sample-app/people/person.js';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

let sample: SampleApp;

beforeEach(async () => {
  sample = await startSampleApp();
});
afterEach(() => sample.stop());

const internalServerError = {
  status: 500,
  body: { statusCode: 500, message: 'Internal server error' },
};

/** Lets the server refuse every document of a collection from now on. */
async function refuseAll(collection: string): Promise<void> {
  await sample.db.dropCollection(collection);
  await sample.db.createCollection(collection, { validator: { impossible: 'yes' } });
}

describe('a failure that is not the fault of the request', () => {
  test('is answered with 500 and nothing else when a listener fails before the write', async () => {
    const fail = () => {
      throw new Error('the password is 1234');
    };
    using _undo = sample.app.get(SignalBus).connect(preSave, Person, fail);

    const answer = await sample.ask('POST', '/people', { name: 'ada' });

    expect(answer).toMatchObject(internalServerError);
    expect(await sample.stored('people')).toEqual([]);
  });

  test('is answered with 500 and nothing else when the server refuses a document', async () => {
    await refuseAll('people');

    const answer = await sample.ask('POST', '/people', { name: 'ada' });

    expect(answer).toMatchObject(internalServerError);
  });

  test('is answered with 500 and nothing else when a stored document cannot be read', async () => {
    const id = new ObjectId();
    await sample.db.collection<any>('people').insertOne({ _id: id, name: { secret: 'x' }, tags: [] });

    const answer = await sample.ask('GET', `/people/${id.toHexString()}`);

    expect(answer).toMatchObject(internalServerError);
  });
});

describe('a listener that fails after the write', () => {
  test('makes the answer 500 and nothing else, and the write stands', async () => {
    await sample.createPerson({ name: 'bob' });
    await refuseAll('audit');

    const answer = await sample.ask('POST', '/people', { name: 'ada' });

    expect(answer).toMatchObject(internalServerError);
    expect(await sample.stored('people')).toMatchObject([{ name: 'BOB' }, { name: 'ADA' }]);
  });

  test('does not keep the other listeners from being called', async () => {
    await sample.createPerson({ name: 'bob' });
    await refuseAll('audit');

    await sample.ask('POST', '/people', { name: 'ada' });

    expect(await sample.stored('search')).toMatchObject([{ words: ['bob'] }, { words: ['ada'] }]);
  });

  test('does not fail the request when its errors are only logged', async () => {
    await sample.createPerson({ name: 'bob' });
    await refuseAll('search');

    const answer = await sample.ask('POST', '/people', { name: 'ada' });

    expect(answer).toMatchObject({ status: 201, body: { name: 'ADA' } });
    expect(await sample.stored('search')).toEqual([]);
  });
});

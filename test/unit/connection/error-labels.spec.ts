import { describe, expect, test } from '@jest/globals';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import { isOfNetwork } from '../../../lib/connection/error-labels.js';

const network = new MongoNetworkError('connection closed');

describe('An error is of the network', () => {
  test.each([
    ['which the driver did not label', network, true],
    ['which stands in a bulk error', new MongoBulkWriteError(network as never, {} as never), true],
    ['not where the server answered', new MongoServerError({ message: 'no', code: 20 }), false],
    ['not where there is none', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isOfNetwork(error)).toBe(expected);
  });
});

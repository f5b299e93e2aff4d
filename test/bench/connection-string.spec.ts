import { describe, expect, test } from 'vitest';
import { importScript } from '../support/import-script.js';

interface ConnectionStrings {
  withOption(uri: string, name: string, value: string): string;
}
const { withOption } = await importScript<ConnectionStrings>('server/connection-string.mjs');

describe('withOption', () => {
  test.each([
    ['mongodb://localhost:27017/app', 'mongodb://localhost:27017/app?retryWrites=false'],
    ['mongodb://a,b/?replicaSet=rs', 'mongodb://a,b/?replicaSet=rs&retryWrites=false'],
    ['mongodb://u:p%3F@a/app?retryWrites=true&w=1', 'mongodb://u:p%3F@a/app?retryWrites=false&w=1'],
  ])('adds it to %s, or replaces it there', (uri, expected) => {
    expect(withOption(uri, 'retryWrites', 'false')).toBe(expected);
  });
});

import { describe, expect, test } from 'vitest';
import {
  DuplicateDocumentNameError,
  InvalidSchemaError,
  NotADocumentError,
  UnknownFieldTypeError,
} from '../../../lib/schema/schema-errors.js';

describe('errors of schemas', () => {
  test.each([
    [new NotADocumentError('Person'), 'NOT_A_DOCUMENT'],
    [new UnknownFieldTypeError([{ field: 'Person.age', reason: 'Why', remedy: 'Do' }]), 'UNKNOWN_FIELD_TYPE'],
    [new InvalidSchemaError('Person', 'Why', 'Do'), 'INVALID_SCHEMA'],
    [new DuplicateDocumentNameError('Person', ['a.ts:1', 'b.ts:2']), 'DUPLICATE_DOCUMENT_NAME'],
  ])('%s has the code %s', (error, code) => {
    expect(error.code).toBe(code);
  });

  test('NotADocumentError names the decorator that is wanted', () => {
    expect(new NotADocumentError('Address').message).toBe(
      'Address is not a document class. It is not decorated with @Document(). ' +
        'Decorate it with @Document(), or pass the intended class.',
    );
  });
});

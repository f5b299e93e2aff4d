import { describe, expect, test } from '@jest/globals';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { decoratedBase, findRecord, lineage, recordFor } from '../../../lib/schema/class-record.js';

@Document()
class Base {}
class Middle extends Base {}
@EmbeddedDocument()
class Heir extends Middle {}

describe('lineage', () => {
  test('is the class and its base classes, the class first', () => {
    expect(lineage(Heir)).toEqual([Heir, Middle, Base]);
  });

  test('is the class alone where it extends nothing', () => {
    expect(lineage(Base)).toEqual([Base]);
  });
});

describe('decoratedBase', () => {
  test('is the nearest base class of the kind, never the class itself', () => {
    expect(decoratedBase(Heir, 'document')).toBe(Base);
    expect(decoratedBase(Heir, 'embedded')).toBeUndefined();
    expect(decoratedBase(Base, 'document')).toBeUndefined();
  });
});

describe('recordFor', () => {
  test('makes a record once, of the class itself', () => {
    class Fresh extends Base {}
    expect(findRecord(Fresh)).toBeUndefined();
    const record = recordFor(Fresh);
    expect(record.document).toBeUndefined();
    expect(recordFor(Fresh)).toBe(record);
    expect(findRecord(Fresh)).toBe(record);
  });
});

import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { findRecord, lineage, recordFor, sharedBase } from '../../../../lib/schema/declare/class-record.js';

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

describe('sharedBase', () => {
  test('is the nearest base class that is a document, never the class itself', () => {
    expect(sharedBase(Heir)).toBe(Base);
    expect(sharedBase(Base)).toBeUndefined();
  });

  test('is none where that is abstract, whatever it extends itself', () => {
    @Document({ abstract: true })
    class Abstract extends Base {}
    class Concrete extends Abstract {}
    expect(sharedBase(Concrete)).toBeUndefined();
    expect(sharedBase(Abstract)).toBe(Base);
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

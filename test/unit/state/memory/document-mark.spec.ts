import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DocumentMark } from '../../../../lib/state/memory/document-mark.js';

const owner = {};

describe('DocumentMark', () => {
  test('is made once for a document and its owner', () => {
    const document = {};
    expect(DocumentMark.find(document, owner)).toBeUndefined();
    const mark = DocumentMark.of(document, owner);
    expect(DocumentMark.find(document, owner)).toBe(mark);
    expect(DocumentMark.of(document, owner)).toBe(mark);
  });

  test('belongs to its first owner', () => {
    const document = {};
    DocumentMark.of(document, owner);
    expect(DocumentMark.of(document, {})).toBeUndefined();
    expect(DocumentMark.find(document, {})).toBeUndefined();
  });

  test('cannot be seen, copied or compared', () => {
    const document = { name: 'Ada' };
    DocumentMark.of(document, owner);
    expect(Reflect.ownKeys(document)).toEqual(['name']);
    expect(inspect(document)).toBe("{ name: 'Ada' }");
    expect(DocumentMark.find({ ...document }, owner)).toBeUndefined();
    expect(DocumentMark.find(structuredClone(document), owner)).toBeUndefined();
    expect(document).toStrictEqual({ name: 'Ada' });
  });

  test('remembers a state and who has the document', () => {
    const mark = DocumentMark.of({}, owner) as DocumentMark;
    expect([DocumentMark.stateOf(mark), DocumentMark.lockOf(mark)]).toEqual([undefined, undefined]);
    DocumentMark.setState(mark, 'new');
    DocumentMark.setLock(mark, true);
    expect([DocumentMark.stateOf(mark), DocumentMark.lockOf(mark)]).toEqual(['new', true]);
  });
});

import { describe, expect, test } from 'vitest';
import { kindOf, kinds } from '../../../lib/kind/kinds.js';
import { describeType } from '../../../lib/schema/describe-type.js';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { kindDeclarations } from '../../../lib/schema/kind-declarations.js';
import { personSchema } from '../../support/unit/unit-world.js';

const contract = [
  ...[
    'keyOrder',
    'elementType',
    'entryType',
    'accepts',
    'convert',
    'fromJson',
    'check',
    'childAt',
    'everyChild',
  ],
  ...['mapChildren', 'encode', 'decode', 'mapStored', 'isSame', 'isStoredAs', 'show'],
].sort();

const typeOf = (kind: string): FieldType =>
  ({ kind, of: { kind: 'string' }, schema: personSchema.fieldsByName.get('address') }) as never;

describe('The table of kinds', () => {
  test('has a row for each kind that can be declared', () => {
    expect(Object.keys(kinds).sort()).toEqual(Object.keys(kindDeclarations).sort());
  });

  test.each(Object.entries(kinds))('asks all of the contract of %s, and nothing else', (_name, kind) => {
    expect(Object.keys(kind).sort()).toEqual(contract);
    expect(['all', 'names', 'none']).toContain(kind.keyOrder);
    expect(Object.isFrozen(kind)).toBe(true);
  });

  test.each(Object.keys(kinds))('does not take a function for %s', (name) => {
    expect(kindOf(typeOf(name)).accepts(() => true, typeOf(name))).toBe(false);
  });
});

describe('The declaration of kinds', () => {
  test.each(
    Object.entries(kindDeclarations).filter(([, { constraints }]) => constraints.includes('choices')),
  )('takes NaN for no choice of %s', (_name, declaration) => {
    expect(declaration.isChoice?.(NaN)).toBe(false);
  });

  test.each(Object.entries(kindDeclarations).filter(([, { constraints }]) => constraints.includes('min')))(
    'tells limits of %s from others',
    (_name, declaration) => {
      expect(declaration.isLimit?.('limit')).toBe(false);
    },
  );

  test('names types in messages', () => {
    expect(describeType({ kind: 'map', of: { kind: 'array', of: { kind: 'int32' } } })).toBe(
      'map of int32[]',
    );
  });
});

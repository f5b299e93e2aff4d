import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import { assembleStepByStep } from '../../../../lib/codec/assemble.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { generateAssembler } from '../../../../lib/codec/fast/generate-assembler.js';
import type { GeneratedAssembler } from '../../../../lib/codec/fast/generate-assembler.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import type { DocumentSchema } from '../../../../lib/schema/document-schema.js';
import { anything, storedPersons } from '../../../support/unit/unit-arbitraries.js';
import {
  Address,
  Person,
  parcelSchema,
  personSchema,
  studentSchema,
} from '../../../support/unit/unit-world.js';

const assemblerOf = (schema: DocumentSchema) => generateAssembler(schema) as GeneratedAssembler;

class AddressDto {
  readonly street = 's';
  readonly zip = undefined;
}

describe('A generated assembler', () => {
  test.each([
    ['with embedded documents, arrays and maps', personSchema],
    ['of a class that extends another', studentSchema],
    ['with undeclared keys', parcelSchema],
  ])('makes the same as assembling step by step: a class %s', (_, schema) => {
    const assemble = assemblerOf(schema);
    fc.assert(
      fc.property(storedPersons, (stored) => {
        const undeclared = new UndeclaredKeys();
        const values = decodeValues(schema, parseStored(BSON.serialize(stored)), undeclared);
        expect(assemble(values, undeclared)).toEqual(
          assembleStepByStep(schema, values, undeclared, undefined),
        );
      }),
    );
  });

  test('makes the same of values that do not fit', () => {
    const assemble = assemblerOf(personSchema);
    const names = [...personSchema.fieldsByName.keys()];
    const instances = [
      new AddressDto(),
      new Address(),
      new Map([['a', new AddressDto()]]),
      [new AddressDto()],
    ];
    const given = fc.oneof(anything, fc.constantFrom(...instances));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), given, { noNullPrototype: true }), (values) => {
        const undeclared = new UndeclaredKeys();
        expect(assemble(values, undeclared)).toEqual(
          assembleStepByStep(personSchema, values, undeclared, undefined),
        );
      }),
    );
  });

  test('makes instances at every depth', () => {
    const address = { street: 'High Street', location: { latitude: 1 } };
    const values = { others: [address, null], places: new Map([['home', address]]), address };
    const person = assemblerOf(personSchema)(values, new UndeclaredKeys()) as Person;
    expect(person).toBeInstanceOf(Person);
    const made = [person.address, person.others?.[0], person.places?.get('home')];
    expect(made.map((each) => each instanceof Address && each !== (address as unknown))).toEqual([
      true,
      true,
      true,
    ]);
    expect(person.others?.[1]).toBeNull();
  });

  test('takes nothing from a prototype', () => {
    const values = Object.create({ name: 'Eve' }) as object;
    expect(assemblerOf(personSchema)(values, new UndeclaredKeys())).not.toHaveProperty('name', 'Eve');
  });
});

import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';
import type { DocumentOptions } from 'nestjs-documents';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';

/** The validation of a class with these options. */
function declaredBy(options: DocumentOptions): unknown {
  @Document({ name: 'Reading', ...options })
  class Reading {
    @Id() id!: ObjectId;
    @Field({ required: true }) at!: Date;
  }
  return schemaOf(Reading).validation;
}

describe('The validation of a collection', () => {
  test.each<[DocumentOptions['validation'], unknown]>([
    [undefined, undefined],
    [true, { level: 'moderate', action: 'error' }],
    [{}, { level: 'moderate', action: 'error' }],
    [{ level: 'strict' }, { level: 'strict', action: 'error' }],
    [{ action: 'warn' }, { level: 'moderate', action: 'warn' }],
  ])('%j has its defaults', (validation, expected) => {
    expect(declaredBy(validation === undefined ? {} : { validation })).toEqual(expected);
  });

  test.each<[unknown]>([[false], ['strict'], [null], [{ level: 'off' }], [{ action: 'log' }], [{ mode: 1 }]])(
    '%j is refused',
    (validation) => {
      expect(() => declaredBy({ validation } as DocumentOptions)).toThrow(
        'Reading cannot be stored as it is declared. Its "validation" is neither true nor valid options. ',
      );
    },
  );

  test('is refused for a time series', () => {
    expect(() => declaredBy({ validation: true, timeSeries: { timeField: 'at' } })).toThrow(
      'It declares a validation and a time series, whose collection has no validator',
    );
  });

  test('is inherited from an abstract class, and belongs to the class that the others extend', () => {
    @Document({ abstract: true, validation: { level: 'strict' } })
    class Base {
      @Id() id!: ObjectId;
    }
    @Document()
    class Machine extends Base {}
    @Document()
    class Robot extends Machine {}
    @Document({ validation: true })
    class Drone extends Machine {}
    const strict = { level: 'strict', action: 'error' };
    expect([schemaOf(Machine).validation, schemaOf(Robot).validation]).toEqual([strict, strict]);
    expect(() => schemaOf(Drone)).toThrow(
      'It declares the validation of the collection machine, which has one validator for Machine and all classes that extend it',
    );
  });
});

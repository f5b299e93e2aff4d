import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, test } from 'vitest';
import { IsEmail, IsInt, Length, Min, ValidateNested } from 'class-validator';
import { classValidator } from '../../../lib/class-validator/class-validator.js';
import type { ClassValidatorOptions } from '../../../lib/class-validator/class-validator.js';

class Part {
  @Min(1) count = 1;
}
class Person {
  @Length(2, 20) @IsEmail() email = 'ada@example.org';
  @IsInt({ groups: ['strict'] }) age: unknown = 1;
  @ValidateNested() parts = [new Part()];
  other = 1;
}

const issuesOf = async (
  values: object,
  options?: ClassValidatorOptions,
): Promise<readonly StandardSchemaV1.Issue[] | undefined> => {
  const result = await classValidator(options)['~standard'].validate(Object.assign(new Person(), values));
  return result.issues;
};

describe('classValidator', () => {
  test('finds nothing in what its decorators accept', async () => {
    expect(await issuesOf({})).toBeUndefined();
  });

  test('has an issue for each constraint, at its path', async () => {
    const part = Object.assign(new Part(), { count: 0 });
    expect(await issuesOf({ email: 'x', parts: [new Part(), part] })).toEqual([
      { message: 'email must be an email', path: ['email'] },
      { message: 'email must be longer than or equal to 2 characters', path: ['email'] },
      { message: 'count must not be less than 1', path: ['parts', '1', 'count'] },
    ]);
  });

  test('hands the options on', async () => {
    expect(await issuesOf({ email: 'x', age: 0.5 }, { groups: ['strict'] })).toEqual([
      { message: 'age must be an integer number', path: ['age'] },
    ]);
  });

  test('takes nothing out of the document', async () => {
    const person = new Person();
    await classValidator({ whitelist: true } as ClassValidatorOptions)['~standard'].validate(person);
    expect(person.other).toBe(1);
  });

  test('has one issue for a class without decorators', async () => {
    class Plain {}
    const { issues } = await classValidator()['~standard'].validate(new Plain());
    expect(issues?.map(({ path }) => path)).toEqual([[]]);
  });
});

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { validate } from 'class-validator';
import type { ValidationError, ValidatorOptions } from 'class-validator';

/** Options of class-validator, without those that would remove values from the document. */
export type ClassValidatorOptions = Omit<ValidatorOptions, 'whitelist' | 'forbidNonWhitelisted'>;

/**
 * Validates documents by their class-validator decorators: `@Document({ validate: classValidator() })`. Embedded documents need
 * `@ValidateNested()` on instances, or a `classValidator()` of their own. Texts, which may quote values, become the `detail` of the issues.
 */
export function classValidator(options: ClassValidatorOptions = {}): StandardSchemaV1 {
  return {
    '~standard': {
      version: 1,
      vendor: 'nestjs-documents',
      async validate(document) {
        const errors = await validate(document as object, { ...options, whitelist: false });
        return errors.length > 0
          ? { issues: errors.flatMap((error) => issuesOf(error, [])) }
          : { value: document };
      },
    },
  };
}

/** One issue per broken constraint, also for the parts of a value. */
function issuesOf(error: ValidationError, holder: readonly string[]): StandardSchemaV1.Issue[] {
  // A class without class-validator decorators has an error without a property.
  const property = error.property as string | undefined;
  const path = property === undefined ? holder : [...holder, property];
  return [
    ...Object.values(error.constraints ?? {}).map((message) => ({ message, path })),
    ...(error.children ?? []).flatMap((child) => issuesOf(child, path)),
  ];
}

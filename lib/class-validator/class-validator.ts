import type { StandardSchemaV1 } from '@standard-schema/spec';
import { validate } from 'class-validator';
import type { ValidationError, ValidatorOptions } from 'class-validator';

/** Those of class-validator, without what would take values out of the document. */
export type ClassValidatorOptions = Omit<ValidatorOptions, 'whitelist' | 'forbidNonWhitelisted'>;

/**
 * Validates documents by the decorators of class-validator that their class has: `@Document({ validate: classValidator() })`.
 * Embedded documents are validated with it where they have `@ValidateNested()` and are instances, or by an
 * `@EmbeddedDocument({ validate: classValidator() })` of their own. Its texts, which may quote values, are the `detail` of the issues.
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

/** One issue per constraint that is broken, those of what it holds included. */
function issuesOf(error: ValidationError, holder: readonly string[]): StandardSchemaV1.Issue[] {
  // A class without decorators of class-validator has an error without a property.
  const property = error.property as string | undefined;
  const path = property === undefined ? holder : [...holder, property];
  return [
    ...Object.values(error.constraints ?? {}).map((message) => ({ message, path })),
    ...(error.children ?? []).flatMap((child) => issuesOf(child, path)),
  ];
}

import { describe, expect, test } from 'vitest';
import { ValidationError } from '../../../lib/validation/validation-error.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';

describe('ValidationError', () => {
  const issues: ValidationIssue[] = [
    { path: 'name', code: 'required', message: 'is required' },
    { path: 'tags.1', code: 'type', message: 'should be string, not number' },
  ];

  test('lists all issues in its message', () => {
    expect(new ValidationError('Person', issues).message).toBe(
      'Person is not valid. name: is required; tags.1: should be string, not number. ' +
        'Correct these fields before writing ("issues" lists them).',
    );
  });

  test('has its code, the name of the document, and frozen issues of its own', () => {
    const error = new ValidationError('Person', issues);
    expect([error.code, error.documentName]).toEqual(['VALIDATION_FAILED', 'Person']);
    expect(error.issues).toEqual(issues);
    expect(error.issues).not.toBe(issues);
    expect(Object.isFrozen(error.issues)).toBe(true);
  });
});

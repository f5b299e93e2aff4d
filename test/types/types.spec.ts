import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Compilation, expectationsOf, fixtures } from './compiled-fixtures.js';

const compilation = new Compilation();
const visibleErrors = compilation.visibleErrors();
const allErrors = compilation.allErrors();

describe.each(fixtures.map((path) => [basename(path), path]))('%s', (file, path) => {
  test('compiles, and every error that it expects is there', () => {
    expect(visibleErrors.filter((error) => error.file === file)).toEqual([]);
  });

  const expectations = expectationsOf(path);
  if (expectations.length === 0) return;

  test.each(expectations.map((each) => [each.fact, each] as const))('refuses %s', (_fact, expected) => {
    const errors = allErrors.filter((error) => error.file === file && error.line === expected.line);

    expect(errors).toEqual([expect.objectContaining({ code: expected.code })]);
  });
});

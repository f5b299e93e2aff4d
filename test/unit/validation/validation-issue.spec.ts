import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isMisfit, issueAt, newIssue } from '../../../lib/validation/validation-issue.js';

describe('newIssue', () => {
  test('has a detail that is read by name only', () => {
    const issue = newIssue('a', 'custom', 'is refused', ['a'], 'secret');
    expect(issue.detail).toBe('secret');
    expect(JSON.stringify(issue) + inspect(issue)).not.toContain('secret');
    expect({ ...issue }).toEqual({ path: 'a', code: 'custom', message: 'is refused' });
    expect('detail' in newIssue('a', 'custom', 'is refused', ['a'])).toBe(false);
  });
});

describe('issueAt', () => {
  test('puts the index before the path, and keeps the detail', () => {
    const issue = issueAt(0, newIssue('a.b', 'custom', 'is refused', ['a', 'b'], 'why'));
    expect([issue.path, issue.code, issue.message, issue.detail]).toEqual([
      '0.a.b',
      'custom',
      'is refused',
      'why',
    ]);
    expect(issue.segments).toEqual([0, 'a', 'b']);
    expect(issueAt(0, newIssue('', 'custom', 'x', [])).path).toBe('0');
  });
});

describe('isMisfit', () => {
  test.each([
    ['required', true],
    ['type', true],
    ['unknown_field', true],
    ['min', false],
    ['custom', false],
    ['immutable', false],
  ])('%s: %O', (code, expected) => {
    expect(isMisfit({ code })).toBe(expected);
  });
});

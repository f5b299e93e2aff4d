import { describe, expect, test } from 'vitest';
import { patternOf } from '../../../lib/server/pattern/pattern-of.js';

const space = '\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const line = '[^\n\r\u2028\u2029]';
const end = '(?![\\s\\S])';

describe('A regular expression becomes a pattern of the server', () => {
  test.each([
    [/^[a-z0-9-]+$/, `^[a-z0-9\\-]+${end}`],
    [/^\d{5}(-\d{4})?$/, `^[0-9]{5}(?:\\-[0-9]{4})?${end}`],
    [/^\S+@\S+$/, `^[^${space}]+\\@[^${space}]+${end}`],
    [/^[^@\s]+@example\.org$/, `^[^\\@${space}]+\\@example\\.org${end}`],
    [/#/g, '\\#'],
    [/a{2,}?|b{,2}/, 'a{2,}?|b\\{\\,2\\}'],
    [/^https?:\/\/.+/, `^https?\\:\\/\\/${line}+`],
    [/^[A-Z]{2}$/i, `(?i)^[A-Z]{2}${end}`],
    [/^.{2,5}$/u, `^${line}{2,5}${end}`],
    [/^.+$/s, `^[\\s\\S]+${end}`],
    [/(?<year>\d+)/, '(?:[0-9]+)'],
    [/^(?=[a-z]*\d)\w{8}/, '^(?=[a-z]*[0-9])[A-Za-z0-9_]{8}'],
    [/^(?!0)\d+$/, `^(?!0)[0-9]+${end}`],
    [/^\u{1F600}|\x41\u00e9é$/u, `^😀|Aéé${end}`],
    [/[[\]^\\-]/, '[\\[\\]\\^\\\\\\-]'],
    [/[\w.-]+/, '[A-Za-z0-9_\\.\\-]+'],
    [new RegExp(''), '(?:)'],
  ])('%s', (pattern, expected) => {
    expect(patternOf(pattern)).toBe(expected);
  });
});

describe('A regular expression is left out', () => {
  test.each([
    ['if it counts characters by code units', /^.{2}$/],
    ['if it counts them by two places', /^..$/],
    ['if it counts them in a group', /^(?:a|.)+$/],
    ['if it looks ahead over them', /^(?=.*\d)[a-z\d]+$/],
    ['if half of a character belongs to a range', /[\u3000-\uffff]/],
    ['if it holds a character of two code units', /😀/],
    ['if it ignores the case of letters beyond ASCII', /é/i],
    ['if it excludes letters and ignores case', /[^a-z]/i],
    ['if it excludes word characters and ignores case', /\W/i],
    ['if it excludes a sequence and ignores case', /(?!s)./iu],
    ['if it stands at line ends', /^a$/m],
    ['if it matches at the start only', /a/y],
    ['if it has sets of classes', new RegExp('[[a-z]--b]', 'v')],
    ['if it has boundaries of words', /\bword\b/],
    ['if it refers back', /(a)\1/],
    ['if it looks behind', /(?<=a)b/],
    ['if it has properties of characters', /\p{L}/u],
    ['if its class matches everything', new RegExp('[^]')],
    ['if its class matches nothing', new RegExp('[]')],
    ['if its class excludes inside', /[\s\S]/],
    ['if it has too many copies of a group', /(?:(?:ab){50}){50}/],
    ['if it holds a null character', new RegExp('\\0')],
    ['if it is too long', new RegExp('ab'.repeat(17_000))],
  ])('%s', (_reason, pattern) => {
    expect(patternOf(pattern)).toBeUndefined();
  });
});

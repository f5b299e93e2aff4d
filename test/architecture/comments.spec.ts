import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const sources = ['lib', 'test', 'bench', 'scripts', 'sample-app'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => join(folder, name))
    // Its examples break the rules.
    .filter((path) => path !== 'test/architecture/comments.spec.ts'),
);

interface Comment {
  /** `lib/signal/signal.ts:12`. */
  readonly place: string;
  readonly isDoc: boolean;
  /** Without the stars at the beginning of lines, and without empty lines. */
  readonly lines: readonly string[];
}

function commentsOf(path: string, text: string): Comment[] {
  return [...text.matchAll(/\/\*\*?([^]*?)\*\/|^[^'"`\n]*\/\/ (.*)$/gm)].map((match) => ({
    place: `${path}:${text.slice(0, match.index).split('\n').length}`,
    isDoc: match[0].startsWith('/**'),
    lines: (match[1] ?? match[2] ?? '')
      .split('\n')
      .map((line) => line.replace(/^\s*\*?\s?/, '').trim())
      .filter((line) => line !== ''),
  }));
}

const all = sources.flatMap((path) => commentsOf(path, readFileSync(path, 'utf8')));

/** Each rule with the comments that break it. */
const rules: Readonly<Record<string, (comment: Comment) => boolean>> = {
  'begins with a verb or a noun phrase, not with What, Of, Where, Who or Whose': ({ isDoc, lines }) =>
    isDoc && /^(What|Of|Where|Who|Whose)\b/.test(lines[0] ?? ''),
  'says what is, not "is no" or "is none"': ({ lines }) => /\bis (no|none)\b/.test(lines.join(' ')),
  'has at most two lines before its first tag': ({ isDoc, lines }) => {
    const tag = lines.findIndex((line) => line.startsWith('@'));
    return isDoc && (tag < 0 ? lines.length : tag) > 2;
  },
};

const breachesOf = (rule: string, comments: readonly Comment[]): string[] =>
  comments.filter((comment) => rules[rule]!(comment)).map(({ place, lines }) => `${place}: ${lines[0]}`);

describe('A comment', () => {
  test.each(Object.keys(rules))('%s', (rule) => {
    expect(breachesOf(rule, all)).toEqual([]);
  });
});

describe('A breach of the rules for comments is reported', () => {
  test.each([
    ['begins with a verb or a noun phrase, not with What, Of, Where, Who or Whose', '/** What it holds. */'],
    [
      'begins with a verb or a noun phrase, not with What, Of, Where, Who or Whose',
      '/**\n * Where it is.\n */',
    ],
    ['says what is, not "is no" or "is none"', '  // There is no document.'],
    ['says what is, not "is no" or "is none"', '/** A value that is\n * none of them. */'],
    ['has at most two lines before its first tag', '/**\n * One.\n * Two.\n * Three.\n * @throws Error\n */'],
  ])('%s: %s', (rule, text) => {
    expect(breachesOf(rule, commentsOf('lib/a.ts', text))).toHaveLength(1);
  });
});

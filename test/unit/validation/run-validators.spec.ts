import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import type {
  DocumentValidator,
  FieldConstraints,
  FieldValidator,
} from '../../../lib/schema/declare/constraints.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';
import { findIssues } from '../../support/unit/unit-issues.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';

/** A schema that reports issues, as those of libraries do. */
const schema = (...issues: StandardSchemaV1.Issue[]): StandardSchemaV1 & { readonly seen: unknown[] } => {
  const seen: unknown[] = [];
  const validate = (value: unknown): StandardSchemaV1.Result<unknown> => {
    seen.push(value);
    return issues.length > 0 ? { issues } : { value };
  };
  return { seen, '~standard': { version: 1, vendor: 'test', validate } };
};
const texts = (issues: readonly ValidationIssue[]): string[] =>
  issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);

/** The issues of a document with these values, whose field `text` and class have these validators. */
async function issuesOf(
  values: object,
  field: FieldValidator | readonly FieldValidator[],
  ofClass: DocumentValidator | readonly DocumentValidator[] = [],
): Promise<readonly ValidationIssue[]> {
  @Document({ validate: ofClass })
  class Note {
    @Id(() => String) id = '1';
    @Field({ minLength: 1, validate: field }) text?: string;
    @Field({ required: true }) author?: string = 'Ada';
  }
  return findIssues(schemaOf(Note), Object.assign(new Note(), values));
}

describe('a validator of a field', () => {
  test.each<[string, unknown, string[]]>([
    ['true', true, []],
    ['nothing', undefined, []],
    ['false', false, ['text custom: is refused by its validator']],
    ['a text', 'is rude', ['text custom: is rude']],
    ['an empty text', '', ['text custom: is refused by its validator']],
    ['null', null, ['text custom: is refused by its validator']],
    ['0', 0, ['text custom: is refused by its validator']],
    ['an object', {}, ['text custom: is refused by its validator']],
    ['what match returns', ['x'], ['text custom: is refused by its validator']],
  ])('answers with %s, now or later', async (_name, answer, expected) => {
    expect(texts(await issuesOf({ text: 'x' }, () => answer as boolean))).toEqual(expected);
    expect(texts(await issuesOf({ text: 'x' }, async () => Promise.resolve(answer as boolean)))).toEqual(
      expected,
    );
  });

  test('is given the value and the document that holds it', async () => {
    const given: unknown[] = [];
    await issuesOf({ text: 'x' }, (value, document) => void given.push(value, { ...document }));
    expect(given).toEqual(['x', { id: '1', text: 'x', author: 'Ada' }]);
  });

  test.each([null, undefined])('is not called for %O', async (text) => {
    expect(await issuesOf({ text }, [() => false, schema({ message: 'no' })])).toEqual([]);
  });

  test('is called where a constraint is not kept, and not for a value of a wrong type', async () => {
    expect(texts(await issuesOf({ text: '' }, () => 'is rude'))).toEqual([
      'text min_length: should have at least 1 character',
      'text custom: is rude',
    ]);
    expect(texts(await issuesOf({ text: 5 }, [() => 'is rude', schema({ message: 'no' })]))).toEqual([
      'text type: should be string, not number',
    ]);
  });

  test('is called one after another, all of them', async () => {
    expect(texts(await issuesOf({ text: 'x' }, [() => 'a', () => true, () => 'b']))).toEqual([
      'text custom: a',
      'text custom: b',
    ]);
  });
});

describe('a Standard Schema', () => {
  test('has its paths below the field, and its text in a detail that no log holds', async () => {
    const message = 'secret is not allowed';
    const [own, below] = await issuesOf(
      { text: 'x' },
      schema({ message }, { message, path: ['a', { key: 1 }, Symbol('b')] }),
    );
    expect(texts([own!, below!])).toEqual([
      'text custom: is refused by its validator',
      'text.a.1.(9 characters) custom: is refused by its validator',
    ]);
    expect(own!.detail).toBe(message);
    expect(JSON.stringify(own)).not.toContain('secret');
    expect(Object.keys(own!)).toEqual(['path', 'code', 'message']);
  });

  test('may answer with lists of a class of its own', async () => {
    class OwnList extends Array<never> {
      constructor(...elements: unknown[]) {
        super();
        this.push(...(elements as never[]));
      }
    }
    const issues = new OwnList({ message: 'no', path: new OwnList() });
    const answers = schema();
    const lists: StandardSchemaV1 = {
      '~standard': { ...answers['~standard'], validate: () => ({ issues }) },
    };
    expect(texts(await issuesOf({ text: 'x' }, lists))).toEqual(['text custom: is refused by its validator']);
  });

  test('may be a function, and may be asynchronous', async () => {
    const callable = Object.assign(() => false, schema({ message: 'no' }));
    const later: StandardSchemaV1 = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async () => Promise.resolve({ issues: [{ message: 'later' }] }),
      },
    };
    expect((await issuesOf({ text: 'x' }, [callable, later])).map(({ detail }) => detail)).toEqual([
      'no',
      'later',
    ]);
  });

  test('of a class says not again what is missing or of a wrong type', async () => {
    const issues = await issuesOf(
      { text: 5, author: undefined },
      [],
      schema(
        { message: 'no text', path: ['text'] },
        { message: 'no author', path: ['author'] },
        { message: 'no document' },
      ),
    );
    expect(texts(issues)).toEqual([
      'text type: should be string, not number',
      'author required: is required',
      ' custom: the document is refused by a validator of its class',
    ]);
  });
});

describe('a validator of a class', () => {
  test('reports issues of its own, each with its path, in the order of the fields', async () => {
    const issues = await issuesOf({ text: '' }, [], () => [
      { path: '', message: 'is odd' },
      { path: 'author', message: 'is unknown', code: 'unknown_author' },
      { path: 'id', message: 'is taken' },
    ]);
    expect(texts(issues)).toEqual([
      'id custom: is taken',
      'text min_length: should have at least 1 character',
      'author unknown_author: is unknown',
      ' custom: is odd',
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ['no issues', [], []],
    ['nothing', undefined, []],
    ['false', false, [' custom: the document is refused by a validator of its class']],
    ['a text', 'text and author differ', [' custom: text and author differ']],
  ])('answers with %s, now or later', async (_name, answer, expected) => {
    expect(texts(await issuesOf({}, [], () => answer as boolean))).toEqual(expected);
    expect(texts(await issuesOf({}, [], async () => Promise.resolve(answer as boolean)))).toEqual(expected);
  });

  test('that is a function is not called where something is missing or of a wrong type', async () => {
    expect(texts(await issuesOf({ author: null }, [], () => false))).toEqual([
      'author required: is required',
    ]);
  });

  test('is called where only the id is missing that is made later', () => {
    @Document({ validate: () => 'called' })
    class Note {
      @Id() id?: string;
    }
    const { id } = schemaOf(Note);
    expect(
      texts(findIssues(schemaOf(Note), new Note(), { optional: id.field }) as ValidationIssue[]),
    ).toEqual([' custom: called']);
    expect(texts(findIssues(schemaOf(Note), new Note()) as ValidationIssue[])).toEqual([
      'id required: is required',
    ]);
  });
});

describe('a validator in an embedded document', () => {
  const seen: object[] = [];
  @EmbeddedDocument({
    validate: (period: Period) => {
      seen.push(period);
      return period.isInOrder() || [{ path: 'end', message: 'is before start' }];
    },
  })
  class Period {
    @Field({ required: true }) start!: number;
    @Field({ validate: (end: number, period) => 'start' in period && end < 10 }) end!: number;
    isInOrder(): boolean {
      return this.start <= this.end;
    }
  }
  @Document()
  class Plan {
    @Id(() => String) id = '1';
    @Field() whole?: Period;
    @Field(() => [Period]) parts?: Period[];
    @Field(() => mapOf([String]), { each: { maxLength: 1, each: { pattern: /^a/, validate: () => 'odd' } } })
    names?: Map<string, string[]>;
  }
  const planned = (values: object): string[] =>
    texts(findIssues(schemaOf(Plan), Object.assign(new Plan(), values)) as ValidationIssue[]);

  test('has its paths below it, and sees an instance of the class where a literal stands for one', () => {
    expect(
      planned({
        whole: { start: 3, end: 2 },
        parts: [
          { start: 1, end: 2 },
          { start: 30, end: 20 },
        ],
      }),
    ).toEqual([
      'whole.end custom: is before start',
      'parts.1.end custom: is refused by its validator',
      'parts.1.end custom: is before start',
    ]);
    expect(seen.every((period) => period instanceof Period)).toBe(true);
  });

  test('is not called where something is missing in it', () => {
    expect(planned({ whole: {}, parts: [{ start: 2, end: 1 }] })).toEqual([
      'whole.start required: is required',
      'parts.0.end custom: is before start',
    ]);
  });

  test('or of each element and entry has their paths', () => {
    expect(
      planned({
        names: new Map([
          ['x', ['a', 'b']],
          ['y', []],
        ]),
      }),
    ).toEqual([
      'names.x max_length: should have at most 1 element',
      'names.x.0 custom: odd',
      'names.x.1 pattern: should match /^a/',
      'names.x.1 custom: odd',
    ]);
  });

  test('is not called for an array with an element of a wrong type', () => {
    @Document()
    class List {
      @Id(() => String) id = '1';
      @Field(() => [Number], { validate: () => 'called' }) numbers: unknown = [1, 'x'];
      @Field(() => [Number], { validate: () => 'called', each: { min: 2 } }) others = [1];
    }
    expect(texts(findIssues(schemaOf(List), new List()) as ValidationIssue[])).toEqual([
      'numbers.1 type: should be number, not string',
      'others.0 min: should be at least 2',
      'others custom: called',
    ]);
  });

  test('or of each element is not called for null', () => {
    const declared: FieldConstraints = { each: { validate: () => false, min: 1 } };
    @Document()
    class List {
      @Id(() => String) id = '1';
      @Field(() => [Number], declared) numbers = [null];
    }
    expect(findIssues(schemaOf(List), new List())).toEqual([]);
  });
});

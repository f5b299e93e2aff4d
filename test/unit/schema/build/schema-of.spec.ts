import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { EmbeddedType } from '../../../../lib/schema/document-schema.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { NotADocumentError } from '../../../../lib/schema/schema-errors.js';
import type { Circular } from '../../../../lib/schema/declare/type-declaration.js';

@EmbeddedDocument()
class Chapter {
  @Field() title!: string;
  @Field(() => Section) first?: Circular<Section>;
}
@EmbeddedDocument()
class Section {
  @Field(() => Chapter) chapter?: Circular<Chapter>;
  @Field(() => [Section]) sections?: Section[];
}

class Timed {
  @Field({ key: 'created_at' }) createdAt?: Date;
  @Field() note?: string;
}
@Document({ collection: 'papers' })
class Paper extends Timed {
  @Id() id!: ObjectId;
  @Field({ required: true }) title!: string;
  @Field(() => Chapter) chapter?: Chapter;
}
class Draft extends Paper {
  @Field() isDraft?: boolean;
}
@Document()
class Article extends Draft {
  @Field(() => Number) override title = undefined as never;
  @Field() pages?: number;
}
@Document({ name: 'Scoop', collection: 'papers' })
class BreakingArticle extends Article {}

describe('schemaOf', () => {
  test('describes a document class', () => {
    const schema = schemaOf(Paper);
    expect(schema.documentClass).toBe(Paper);
    expect([schema.kind, schema.name, schema.collection]).toEqual(['document', 'Paper', 'papers']);
    expect(schema.base).toBeUndefined();
    expect(schema.discriminator).toEqual({ key: '_type', value: undefined });
  });

  test('is the same every time', () => {
    expect(schemaOf(Paper)).toBe(schemaOf(Paper));
  });

  test('is frozen, with its fields', () => {
    const schema = schemaOf(Paper);
    expect([schema, schema.fields, schema.fields[0], schema.id].every(Object.isFrozen)).toBe(true);
  });

  test('lists fields of base classes first, in order of declaration', () => {
    expect(schemaOf(Paper).fields.map(({ name }) => name)).toEqual([
      'createdAt',
      'note',
      'id',
      'title',
      'chapter',
    ]);
  });

  test('lets a subclass declare a field anew, in its place', () => {
    const { fields } = schemaOf(Article);
    expect(fields.map(({ name, key, type }) => [name, key, type.kind])).toEqual([
      ['createdAt', 'created_at', 'date'],
      ['note', 'note', 'string'],
      ['id', '_id', 'objectId'],
      ['title', 'title', 'number'],
      ['chapter', 'chapter', 'embedded'],
      ['isDraft', 'isDraft', 'boolean'],
      ['pages', 'pages', 'number'],
    ]);
  });

  test('leaves the base class as it is', () => {
    expect(schemaOf(Paper).fieldsByName.get('title')).toMatchObject({
      key: 'title',
      type: { kind: 'string' },
    });
  });

  test('finds fields by name and by key', () => {
    const { fieldsByName, fieldsByKey } = schemaOf(Paper);
    expect(fieldsByName.get('createdAt')).toBe(fieldsByKey.get('created_at'));
    expect(fieldsByName.has('created_at')).toBe(false);
    expect(fieldsByName.has('constructor')).toBe(false);
  });

  test('knows the id', () => {
    expect(schemaOf(Paper).id).toEqual({
      field: schemaOf(Paper).fieldsByName.get('id'),
      generate: undefined,
    });
    expect(schemaOf(Paper).id.field.required).toBe(true);
  });

  test('keeps subclasses in the collection of the nearest document, told apart by their names', () => {
    expect([schemaOf(Article).collection, schemaOf(Article).discriminator.value]).toEqual([
      'papers',
      'Article',
    ]);
    expect(schemaOf(BreakingArticle).collection).toBe('papers');
    expect(schemaOf(BreakingArticle).discriminator).toEqual({ key: '_type', value: 'Scoop' });
    expect(schemaOf(BreakingArticle).base).toBe(schemaOf(Article));
  });

  test.each([
    ['Person', 'person'],
    ['BlogPost', 'blog_post'],
    ['HTTPServer', 'http_server'],
    ['Log2File', 'log2_file'],
    ['Order_Line', 'order_line'],
  ])('names the collection of %s %s', (name, collection) => {
    @Document({ name })
    class Any {
      @Id() id!: string;
    }
    expect(schemaOf(Any).collection).toBe(collection);
  });

  test('lets classes hold each other and themselves', () => {
    const chapter = (schemaOf(Paper).fieldsByName.get('chapter')?.type as EmbeddedType).schema;
    const section = (chapter.fieldsByName.get('first')?.type as EmbeddedType).schema;
    expect((section.fieldsByName.get('chapter')?.type as EmbeddedType).schema).toBe(chapter);
    expect(section.fieldsByName.get('sections')?.type).toMatchObject({
      kind: 'array',
      of: { schema: section },
    });
    expect([chapter, section].every(Object.isFrozen)).toBe(true);
  });

  test.each<[string, unknown, string]>([
    [
      'a class without decorator',
      class Plain {},
      'Plain is not a document class. It is not decorated with @Document(). ',
    ],
    ['an embedded document', Chapter, 'Chapter is not a document class.'],
    ['an undecorated subclass of a document', Draft, 'Draft is not a document class.'],
    ['undefined', undefined, 'What was given is not a document class.'],
  ])('refuses %s', (_title, given, message) => {
    expect(() => schemaOf(given as never)).toThrow(NotADocumentError);
    expect(() => schemaOf(given as never)).toThrow(message);
  });
});

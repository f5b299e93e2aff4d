import { describe, expect, test } from 'vitest';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { findRecord } from '../../../../lib/schema/declare/class-record.js';
import type { DocumentRecord, FieldRecord } from '../../../../lib/schema/declare/class-record.js';
import { rootParts } from '../../../../lib/schema/build/root-schema.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';

@Document({ discriminator: { key: 'kind' } })
class BlogPost {
  @Id({ generate: () => 'made' }) id!: string;
  @Field() title?: string;
}

const schema = schemaOf(BlogPost);
const { document, fields } = findRecord(BlogPost)!;
const record = (parts: Partial<DocumentRecord> = {}): DocumentRecord => ({ ...document!, ...parts });
const id = fields.get('id')!;
const parts = (changed: Partial<DocumentRecord> = {}, ids: readonly FieldRecord[] = [id]) =>
  rootParts(schema, record(changed), undefined, ids);
const heirParts = (changed: Partial<DocumentRecord>) =>
  rootParts({ ...schema, name: 'Essay' }, record({ discriminator: {}, ...changed }), schema, [id]);

describe('rootParts', () => {
  test('gives a class of its own a collection, its id and a discriminator without a value', () => {
    expect(parts()).toEqual({
      collection: 'blog_post',
      id: { field: schema.fieldsByName.get('id'), generate: id.generate },
      base: undefined,
      discriminator: { key: 'kind', value: undefined },
      updatesByFilter: 'signal',
      indexes: [],
      collectionOptions: {
        capped: undefined,
        timeSeries: undefined,
        clustered: false,
        collation: undefined,
        preImages: false,
        expireAfter: undefined,
      },
      shardKey: undefined,
    });
  });

  test('takes the treatment of updates that is given, else that of the base class', () => {
    expect(parts({ updatesByFilter: 'refuse' }).updatesByFilter).toBe('refuse');
    expect(heirParts({}).updatesByFilter).toBe(schema.updatesByFilter);
    expect(heirParts({ updatesByFilter: 'save' }).updatesByFilter).toBe('save');
  });

  test('takes the collection, the key and the value that are given', () => {
    const given = parts({ collection: 'posts', discriminator: { key: 'k', value: 'post' } });
    expect([given.collection, given.discriminator]).toEqual(['posts', { key: 'k', value: 'post' }]);
  });

  test('gives a class that extends another the collection and key of that, and its name as value', () => {
    expect(heirParts({})).toMatchObject({
      collection: 'blog_post',
      base: schema,
      discriminator: { key: 'kind', value: 'Essay' },
      updatesByFilter: 'signal',
    });
    expect(heirParts({ discriminator: { value: 'e' }, collection: 'blog_post' }).discriminator.value).toBe(
      'e',
    );
  });

  test.each<[string, () => unknown, string]>([
    ['no id', () => parts({}, []), 'It has no field with @Id()'],
    ['two ids', () => parts({}, [id, id]), 'It has several fields with @Id()'],
    [
      'a discriminator key that is none',
      () => parts({ discriminator: { key: '_id' } }),
      'Its discriminator key',
    ],
    [
      'a discriminator value that is no text',
      () => heirParts({ discriminator: { value: '\ud83c' } }),
      'Its discriminator value contains half of a surrogate pair',
    ],
    [
      'a discriminator key that a field has',
      () => parts({ discriminator: { key: 'title', value: 'x' } }),
      'The key title distinguishes the classes of one collection',
    ],
    [
      'another collection than that of its base',
      () => heirParts({ collection: 'essays' }),
      'It extends BlogPost and shares',
    ],
    [
      'another key than that of its base',
      () => heirParts({ discriminator: { key: 'k' } }),
      'It extends BlogPost, and one key',
    ],
  ])('refuses %s', (_title, build, reason) => {
    expect(build).toThrow(InvalidSchemaError);
    expect(build).toThrow(reason);
  });
});

import 'reflect-metadata';
import { BSON } from 'mongodb';
import { decodeBytes } from '../../../lib/codec/fast/decode-bytes.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';

@Document()
class Person {
  @Id() id!: string;
  @Field() name!: string;
}

const bytes = Buffer.from(BSON.serialize({ _id: 'a', name: 'Ada' }));
console.log(
  decodeBytes([schemaOf(Person)], bytes, new UndeclaredKeys()) === undefined ? 'step by step' : 'generated',
);

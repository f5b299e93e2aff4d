import { combined, json } from './payload.js';
import type { Payload } from './payload.js';

/** Operators of filters, expressions, updates and pipelines, with something that would match or do much. */
const operators: readonly (readonly [name: string, operand: string])[] = [
  ['$eq', '"canary"'],
  ['$ne', 'null'],
  ['$gt', '""'],
  ['$gte', '""'],
  ['$lt', '"\\uffff"'],
  ['$lte', '"\\uffff"'],
  ['$in', '["canary"]'],
  ['$nin', '[]'],
  ['$not', '{"$eq":1}'],
  ['$exists', 'true'],
  ['$type', '"string"'],
  ['$regex', '".*"'],
  ['$expr', '{"$eq":[1,1]}'],
  ['$jsonSchema', '{}'],
  ['$mod', '[1,0]'],
  ['$text', '{"$search":"canary"}'],
  ['$where', '"return true"'],
  ['$function', '{"body":"function() { return true; }","args":[],"lang":"js"}'],
  ['$accumulator', '{"init":"function() {}","lang":"js"}'],
  ['$all', '[]'],
  ['$elemMatch', '{"$ne":null}'],
  ['$size', '1'],
  ['$bitsAllClear', '0'],
  ['$bitsAnySet', '1'],
  ['$geoWithin', '{"$center":[[0,0],1]}'],
  ['$near', '[0,0]'],
  ['$nearSphere', '[0,0]'],
  ['$comment', '"canary"'],
  ['$rand', '{}'],
  ['$natural', '1'],
  ['$sampleRate', '1'],
  ['$meta', '"textScore"'],
  ['$literal', '1'],
  ['$set', '{"name":"changed"}'],
  ['$unset', '{"name":1}'],
  ['$inc', '{"age":1}'],
  ['$push', '{"tags":"x"}'],
  ['$pull', '{"tags":"canary"}'],
  ['$rename', '{"name":"age"}'],
  ['$setOnInsert', '{"name":"changed"}'],
  ['$currentDate', '{"notes":true}'],
  ['$lookup', '{"from":"people","as":"x"}'],
  ['$out', '"people"'],
  ['$merge', '"people"'],
  ['$unionWith', '"people"'],
  ['$ref', '"people"'],
  ['$id', '"canary"'],
  ['$db', '"admin"'],
  ['$oid', '"64b000000000000000000001"'],
  ['$date', '0'],
  ['$numberLong', '"1"'],
  ['$$ROOT', '1'],
  ['$', '1'],
  ['$anything', '1'],
];

const few = ['$ne', '$gt', '$in', '$regex', '$exists', '$where', '$expr', '$function'];
const fewOperators = operators.filter(([name]) => few.includes(name));

const asObject = ([name, operand]: readonly [string, string]): string =>
  `{${JSON.stringify(name)}:${operand}}`;

/** Places in which an operator can hide. */
const hidingPlaces: readonly ((operator: string, entry: string) => string)[] = [
  (operator) => `[${operator}]`,
  (operator) => `[[${operator}]]`,
  (operator) => `["x",${operator}]`,
  (operator) => `{"street":${operator}}`,
  (operator) => `{"street":"x","location":{"deep":${operator}}}`,
  (operator) => `{"a":{"b":{"c":{"d":${operator}}}}}`,
  (operator) => `{"a":[{"b":[${operator}]}]}`,
  (operator) => `{"go":${operator}}`,
  (_, entry) => `{"street":"x",${entry}}`,
  (_, entry) => `{${entry},"street":"x"}`,
  (operator) => `{"$not":${operator}}`,
  (operator) => `{"name":${operator}}`,
  (operator) => `{"notes":${operator}}`,
  (operator) => `{"notes":{"a":[${operator}]}}`,
  (operator) => `{"address":{"street":${operator}}}`,
  (operator) => `{"others":[{"street":${operator}}]}`,
];

const branches = [
  '[{}]',
  '[]',
  '{}',
  '"x"',
  '[{"name":"canary"}]',
  '[{"name":{"$ne":null}}]',
  '[{"$or":[{}]}]',
  '[{"$where":"1"}]',
  '[{"$nor":[{"$and":[{"$expr":true}]}]}]',
];

export const operatorGroups: Readonly<Record<string, readonly Payload[]>> = {
  'an operator': json(...operators.map(asObject)),
  'a hidden operator': json(
    ...combined(hidingPlaces, fewOperators, (hide, operator) =>
      hide(asObject(operator), asObject(operator).slice(1, -1)),
    ),
  ),
  'a logical operator': json(
    ...combined(['$or', '$and', '$nor'], branches, (name, branch) => `{"${name}":${branch}}`),
    ...combined(
      ['$or', '$nor', '$where', '$expr'],
      ['[{}]', '"1"'],
      (name, branch) => `{"name":"nobody","${name}":${branch}}`,
    ),
    '{"$where":"this.name == \'canary\'"}',
    '{"$where":"sleep(1000)"}',
    '{"$expr":{"$function":{"body":"function() { return true; }","args":[],"lang":"js"}}}',
    '{"name":"nobody","name":{"$ne":null}}',
    '{"name":{"$ne":null},"name":"nobody"}',
  ),
};

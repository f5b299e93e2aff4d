import type { Document as Stored } from 'mongodb';

type Check = (value: unknown) => string[];

/** Operators that the package itself writes into commands; everything else that starts with $ came from outside. */
const filterOperators = new Set(['$eq', '$ne', '$in', '$nin']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
/** By the prototype: data cannot claim to be one of these. */
const isDriverValue = (value: object): boolean => '_bsontype' in value && !Object.hasOwn(value, '_bsontype');

/** Keys that start with $, at any depth. The two of a DBRef are no operators, they are what the driver writes for it. */
export const foreignKeys: Check = (value) => {
  if (Array.isArray(value)) return value.flatMap(foreignKeys);
  if (typeof value !== 'object' || value === null) return [];
  if (isDriverValue(value)) {
    const { scope, fields } = value as { scope?: unknown; fields?: unknown };
    return [...foreignKeys(scope), ...foreignKeys(fields)];
  }
  return Object.entries(value).flatMap(([key, each]) => [
    ...(key.startsWith('$') ? [key] : []),
    ...foreignKeys(each),
  ]);
};

const inFilter: Check = (filter) => {
  if (!isObject(filter)) return ['a filter that is no object'];
  return Object.entries(filter).flatMap(([path, condition]) => {
    if (path.split('.').some((segment) => segment.startsWith('$'))) return [path];
    if (path === 'leasedUntil') return isLeaseCondition(condition);
    if (!isObject(condition) || isDriverValue(condition)) return [`${path} without an operator`];
    return Object.entries(condition).flatMap(([operator, operand]) => [
      ...(filterOperators.has(operator) ? [] : [operator]),
      ...foreignKeys(operand),
    ]);
  });
};

/** The end of a lease is compared with the present time: it is over, or it is not. */
const isLeaseCondition: Check = (condition) => {
  const { $gt: now } = (isObject(condition) ? (condition['$not'] ?? condition) : {}) as { $gt?: unknown };
  return now instanceof Date && Object.keys(condition as object).length === 1 ? [] : ['another lease'];
};

const isSort: Check = (sort) => {
  const entries = sort instanceof Map ? [...sort] : Object.entries(sort as object);
  return entries.flatMap(([path, direction]) => [
    ...(direction === 1 || direction === -1 ? [] : [`the direction of ${String(path)}`]),
    ...(String(path)
      .split('.')
      .some((segment) => segment.startsWith('$'))
      ? [String(path)]
      : []),
  ]);
};

const isNumber: Check = (value) => (typeof value === 'number' ? [] : ['no number']);
const isBoolean: Check = (value) => (typeof value === 'boolean' ? [] : ['no boolean']);
const isName: Check = (value) =>
  ['targets', 'keyed', 'kept'].includes(value as string) ? [] : ['another collection'];
const fine: Check = () => [];
const each =
  (parts: Readonly<Record<string, Check>>): Check =>
  (list) =>
    (list as object[]).flatMap((entry) => partsOf(entry, parts));
const isPath: Check = (path) =>
  typeof path === 'string' && !path.split('.').some((segment) => segment.startsWith('$'))
    ? []
    : [String(path)];
/** A condition on elements: operators on values, or a filter for embedded documents. */
const isElementCondition: Check = (condition) => {
  if (!isObject(condition)) return ['a condition that is no object'];
  const isOfValues = Object.keys(condition).every((key) => filterOperators.has(key));
  return isOfValues ? Object.values(condition).flatMap(foreignKeys) : inFilter(condition);
};
/** The operators of updates, with what each may be given. */
const updateOperators: Readonly<Record<string, Check>> = {
  $set: foreignKeys,
  $unset: foreignKeys,
  $setOnInsert: foreignKeys,
  $inc: foreignKeys,
  $mul: foreignKeys,
  $max: foreignKeys,
  $bit: (changes) => partsOf(changes as object, { and: foreignKeys, or: foreignKeys, xor: foreignKeys }),
  $rename: isPath,
  $push: (value) =>
    partsOf(value as object, {
      $each: foreignKeys,
      $position: isNumber,
      $slice: isNumber,
      $sort: (sort) => (typeof sort === 'number' ? [] : isSort(sort)),
    }),
  $addToSet: (value) => partsOf(value as object, { $each: foreignKeys }),
  $pull: isElementCondition,
  $pullAll: foreignKeys,
};
const inUpdate: Check = (update) => {
  if (!isObject(update)) return ['an update that is no object'];
  return Object.entries(update).flatMap(([operator, paths]) => {
    const check = Object.hasOwn(updateOperators, operator) ? updateOperators[operator] : undefined;
    if (!check) return [operator];
    return Object.entries(paths as object).flatMap(([path, value]) => [
      ...isPath(path.replace(/\$\[(e\d+)?\]/g, 'element')),
      ...check(value),
    ]);
  });
};
const isArrayFilter: Check = (filter) =>
  Object.entries(filter as object).flatMap(([path, condition]) => [
    ...(/^e\d+(\.|$)/.test(path) ? [] : [path]),
    ...inFilter({ [path]: condition }),
  ]);
/** A value in an expression, which the server must not read as a path or an operator. */
const isLiteral: Check = (value) => {
  if (typeof value === 'string') return value.startsWith('$') ? [value] : [];
  return foreignKeys(isObject(value) && Object.keys(value).join() === '$literal' ? value['$literal'] : value);
};
/** An added field: a path, or one of two functions of the name and a value. */
const isExpression: Check = (value) => {
  if (typeof value === 'string') return /^\$[^$]+$/.test(value) ? [] : [value];
  return Object.entries(value as object).flatMap(([key, operands]) => {
    const [path, ...values] = operands as unknown[];
    return [
      ...(key === '$ifNull' || key === '$eq' ? [] : [key]),
      ...(path === '$name' ? [] : ['another path']),
      ...values.flatMap(isLiteral),
    ];
  });
};

/** A pipeline: what matches, sorted, skipped and limited, added fields, and a group that counts. */
const isPipeline: Check = (pipeline) =>
  (pipeline as Stored[]).flatMap((stage) =>
    partsOf(stage, {
      $match: inFilter,
      $skip: isNumber,
      $limit: isNumber,
      $sort: isSort,
      $addFields: (added) =>
        Object.entries(added as object).flatMap(([name, value]) => [
          ...(name.startsWith('$') || name.includes('.') ? [name] : []),
          ...isExpression(value),
        ]),
      $group: (group) => (JSON.stringify(group) === '{"_id":1,"n":{"$sum":1}}' ? [] : ['$group']),
    }),
  );

/** The pipeline that replaces a document: its id, values that are data, and stored keys that stay. */
const isReplacement: Check = (pipeline) =>
  (pipeline as Stored[]).flatMap((stage) =>
    partsOf(stage, {
      $replaceWith: (value) =>
        partsOf(value as object, {
          $mergeObjects: (parts) => {
            const [id, values, kept] = parts as [Stored, Stored, Stored];
            const stays = Object.entries(kept).every(([key, path]) => path === `$${key}`);
            return [
              ...(JSON.stringify(id) === '{"_id":"$_id"}' ? [] : ['_id']),
              ...partsOf(values, { $literal: foreignKeys }),
              ...(stays ? [] : ['a stored key']),
            ];
          },
        }),
    }),
  );

/** All commands and options that the package sends. What is not here is foreign. */
const commands: Readonly<Record<string, Check>> = {
  find: isName,
  filter: inFilter,
  sort: isSort,
  skip: isNumber,
  limit: isNumber,
  batchSize: isNumber,
  singleBatch: isBoolean,
  allowDiskUse: isBoolean,
  projection: (value) =>
    Object.entries(value as object).flatMap(([key, flag]) =>
      key.startsWith('$') || typeof flag === 'object' ? [key] : [],
    ),
  distinct: isName,
  key: (path) => foreignKeys({ [path as string]: 1 }),
  query: inFilter,
  count: isName,
  aggregate: isName,
  pipeline: isPipeline,
  cursor: foreignKeys,
  insert: isName,
  documents: foreignKeys,
  ordered: isBoolean,
  update: (value) => {
    if (typeof value === 'string') return isName(value);
    return Array.isArray(value) ? isReplacement(value) : inUpdate(value);
  },
  arrayFilters: (filters) => (filters as object[]).flatMap(isArrayFilter),
  findAndModify: isName,
  new: isBoolean,
  remove: isBoolean,
  upsert: isBoolean,
  fields: (value) => isSort(value),
  updates: (list) => (list as Stored[]).flatMap((entry) => [...ofUpdate(entry), ...isUpsert(entry)]),
  delete: isName,
  deletes: each({ q: inFilter, limit: isNumber }),
  lsid: foreignKeys,
  txnNumber: fine,
  $db: fine,
  $clusterTime: fine,
  $readPreference: (value) =>
    JSON.stringify(value) === '{"mode":"primaryPreferred"}' ? [] : ['$readPreference'],
};

const ofUpdate = (entry: Stored): string[] =>
  partsOf(entry, {
    ...{ q: inFilter, u: inUpdate, upsert: isBoolean, multi: isBoolean },
    arrayFilters: (filters) => (filters as object[]).flatMap(isArrayFilter),
  });

/** An upsert is written by the package if it gives values to the document that may be inserted. */
const isUpsert = ({ upsert, u }: Stored): string[] =>
  upsert === true && !Object.hasOwn(u as object, '$setOnInsert') ? ['upsert'] : [];

function partsOf(value: object, known: Readonly<Record<string, Check>>): string[] {
  return Object.entries(value).flatMap(([name, part]) =>
    Object.hasOwn(known, name) ? (known[name] as Check)(part) : [name],
  );
}

/** Lists the parts of a command that this package did not write: operators, paths and options. */
export function foreignParts(command: Stored): string[] {
  return partsOf(command, commands);
}

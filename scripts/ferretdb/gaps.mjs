/** Words in the titles of tests that need what this server lacks, each with the reason. */
export const gapsByTitle = Object.freeze({
  elemMatch: 'has $elemMatch in a part of its forms only',
  endsWith: 'has no lookahead in patterns',
});

/** Specs that need what this server lacks, each with the reason. */
export const gaps = Object.freeze({
  'test/integration/delete/delete-instead.spec.ts': 'reports duplicate keys of updates as internal errors',
  'test/integration/delete/delete-many-in-the-middle.spec.ts':
    'closes the connection when it is written or asked',
  'test/integration/find/reads-again.spec.ts': 'is no replica set, so the driver sends no read preference',
  'test/integration/page/page-by-cursor.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/page/walks.properties.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/query/filters-geo.spec.ts': 'has no 2dsphere indexes',
  'test/integration/query/index-bounds.spec.ts': 'does not explain which keys it has examined',
  'test/integration/query/partial-selection.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/query/plain.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/query/server-options.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/save/half-characters.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/save/key-order.spec.ts': 'refuses keys such as 10 in maps',
  'test/integration/save/other-realms.spec.ts': 'has no transactions',
  'test/integration/save/save-duplicate-key.spec.ts': 'reports duplicate keys of updates as internal errors',
  'test/integration/save/save-types-kept.spec.ts': 'closes the connection when it is written or asked',
  'test/integration/save/save-updates.spec.ts': 'refuses arrays in arrays',
  'test/integration/save/save-values.spec.ts': 'refuses arrays in arrays, infinite numbers and Decimal128',
});

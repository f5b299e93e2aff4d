import { basename } from 'node:path';
import { folderOf } from './source-files.js';
import type { SourceFile } from './source-files.js';

/** A room imports rooms of lower ranks only; those of one rank never import each other. */
export const ranks: Readonly<Record<string, number>> = {
  errors: 0,
  value: 0,
  source: 0,
  signal: 1,
  schema: 1,
  document: 2,
  kind: 2,
  codec: 3,
  validation: 3,
  state: 3,
  query: 4,
  driver: 4,
  reference: 4,
  update: 5,
  server: 5,
  lifecycle: 6,
  transaction: 7,
  operation: 8,
  repository: 9,
  behaviour: 10,
  listener: 10,
  module: 11,
  testing: 11,
  http: 11,
  'class-validator': 11,
  migration: 12,
  seed: 12,
  cli: 13,
};

/** Files of a sub-room that its siblings may import; the files of the room itself may import all of them. */
export const entries: Readonly<Record<string, readonly string[]>> = {
  'cli/application': ['project', 'run-in-application'],
  'cli/output': ['confirm', 'duration-text', 'output', 'progress-bar', 'style', 'table'],
  'codec/bytes': ['bson-bytes', 'parse-stored'],
  'driver/errors': [
    ...['outcome-errors', 'read-errors', 'server-codes', 'shutdown-error', 'write-errors', 'write-outcome'],
  ],
  'driver/translation': ['classify-error', 'command-subject', 'translate-error'],
  'kind/scalar': ['binary', 'unrepresentable-date'],
  'migration/value': ['migration-report', 'migration-status'],
  'migration/find': ['found-migration'],
  'operation/aggregate': ['aggregate'],
  'operation/announce': [
    ...['announcement', 'filter-write', 'joined-error', 'note-write', 'send-synchronously'],
  ],
  'operation/build': ['build-each', 'initialise'],
  'operation/derived': [
    'derived-data',
    'saved-references',
    'stored-references',
    'update-noted',
    'write-as-read',
  ],
  'operation/delete': ['delete', 'delete-document', 'delete-first'],
  'operation/delete-plan': [
    ...['delete-plan', 'delete-plan-errors', 'find-referring', 'plan-delete', 'plan-rows', 'planned-delete'],
  ],
  'operation/delete-rules': [
    ...['delete-first-by-rules', 'find-roots', 'have-rules', 'in-transaction', 'ruled-delete'],
  ],
  'operation/deleting': ['deletes-heard', 'deleting'],
  'operation/find-and-write': ['returning', 'send-find-and-update'],
  'operation/find': [
    ...['announce-loaded', 'find', 'find-by-id', 'form', 'load-stored', 'query', 'stream', 'unreadable'],
  ],
  'operation/modify': ['modify'],
  'operation/populate': ['populating'],
  'operation/role': ['field-role-missing-error', 'written-expiry', 'written-times', 'written-users'],
  'operation/save': ['save', 'saving', 'validate-each'],
  'operation/update': ['assert-kept', 'update-announcement', 'update-request', 'update-stored'],
  'operation/write': [
    'assert-valid',
    'bulk-part',
    'draft',
    'immutable-fields',
    'loaded-filter',
    'normalise-document',
    'pending-differences',
    'send-parts',
    'storable-part',
    'stored-writes',
    'unchanged-issues',
    'versioned-changes',
  ],
  'query/comparison': ['equal', 'gt', 'gte', 'lt', 'lte', 'none-of', 'not-equal', 'one-of', 'ordered'],
  'query/element': ['exists'],
  'query/expression': ['accumulator', 'accumulators', 'expression', 'field-path', 'field-types', 'operand'],
  'query/geo': ['near'],
  'query/logic': ['and', 'not'],
  'query/page': ['page-options', 'sort-keys'],
  'query/text': ['contains', 'ends-with', 'pattern', 'starts-with', 'text'],
  'schema/declare': [
    'class-record',
    'collection-record',
    'collection-validation',
    'constraints',
    'copies',
    'delete-rule',
    'field-role',
    'index-record',
    'normalisation',
    'type-declaration',
  ],
  'schema/build': ['reference-type', 'role-fields', 'schema-of'],
  'schema/collection': ['build-collection', 'build-indexes', 'shard-key-fields'],
  'server/existing': ['existing-collection', 'read-existing', 'read-index', 'read-shard-keys'],
  'server/form': [
    ...['collation-form', 'index-details', 'index-form', 'option-forms', 'partial-form', 'text-form'],
  ],
  'server/plan': ['schema-plan'],
  'server/pattern': ['pattern-of'],
  'server/validator': ['validator-of'],
  'state/snapshot': ['snapshot'],
  'update/field': ['set'],
};

/** Lists the imports that go up or sideways, types included. The entry file lib/index.ts may import all rooms, and none imports it. */
export function rankBreaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, folder, imports }) =>
    imports.flatMap(({ specifier, target }) => {
      const targetFolder = target && folderOf(target);
      if (targetFolder === undefined || targetFolder === folder || folder === '') return [];
      const [rank, targetRank] = [ranks[folder], ranks[targetFolder]];
      if (rank === undefined)
        return [`${path}: the folder ${folder}/ has no rank in test/architecture/ranks.ts`];
      if (targetRank !== undefined && targetRank < rank) return [];
      const found =
        targetFolder === '' ? 'the entry is above all' : `${targetFolder}/ has ${targetRank ?? 'none'}`;
      return [
        `${path} imports ${specifier}: ${folder}/ (rank ${rank}) imports lower ranks only, and ${found}`,
      ];
    }),
  );
}

/** Lists the imports between sub-rooms of one room that bypass the entry files of the sibling. */
export function subRoomBreaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, folder, imports }) =>
    imports.flatMap(({ specifier, target }) => {
      if (target === undefined || folderOf(target) !== folder) return [];
      const [own, other] = [subRoomOf(path), subRoomOf(target)];
      if (own === undefined || other === undefined || own === other) return [];
      const open = entries[other] ?? [];
      if (open.includes(basename(target, '.ts'))) return [];
      return [
        `${path} imports ${specifier}: of ${other}/ its siblings import ${open.join(', ') || 'nothing'}`,
      ];
    }),
  );
}

/** The sub-room of a file: `operation/save` for `lib/operation/save/save.ts`; undefined for a file of the room itself. */
export function subRoomOf(path: string): string | undefined {
  const parts = path.split('/').slice(1, -1);
  return parts.length > 1 ? parts.join('/') : undefined;
}

/** Lists the sub-rooms of a room that need each other, directly or indirectly. */
export function subRoomCycles(files: readonly SourceFile[]): string[] {
  const needs = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const own = subRoomOf(path);
    if (own === undefined) continue;
    for (const { target } of imports) {
      const other = target && subRoomOf(target);
      if (other !== undefined && other !== own) needs.set(own, (needs.get(own) ?? new Set()).add(other));
    }
  }
  const found: string[] = [];
  for (const start of needs.keys()) {
    const seen = new Set<string>();
    const visit = (room: string): void => {
      for (const next of needs.get(room) ?? []) {
        if (next === start && !found.includes(start)) found.push(start);
        if (!seen.has(next)) visit((seen.add(next), next));
      }
    };
    visit(start);
  }
  return found.map((room) => `${room}/ needs, by way of others, itself`);
}

/** Files that import each other in a circle, each circle once: `a.ts → b.ts → a.ts`. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      cycles.push(
        `${[...way.slice(way.indexOf(path)), path].join(' → ')}: files never import each other in a circle`,
      );
      return;
    }
    if (finished.has(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) if (target) visit(target, [...way, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

import type { DocumentRegistry } from '../schema/document-registry.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { ListenerDeclaration } from './declare/listener-declaration.js';
import { touches } from './touched-paths.js';
import type { ChangedPaths, PathPattern } from './touched-paths.js';
import { findPattern } from './touched-paths.js';

interface ConditionPayload {
  readonly connection?: string;
  readonly changes?: ChangedPaths;
  readonly update?: ChangedPaths & { readonly isRaw: boolean };
}

/** The condition on the payloads of a listener, by its `connection` and `paths`; undefined for all payloads. */
export function conditionOf(
  declarations: readonly ListenerDeclaration[],
  registry: DocumentRegistry,
): ((payload: ConditionPayload) => boolean) | undefined {
  const { connection, paths } = declarations[0]?.options ?? {};
  if (connection === undefined && paths === undefined) return undefined;
  const senders = new Set(declarations.map(({ sender }) => sender));
  const patterns = paths?.flatMap((path) => patternsOf(path, [...senders] as DocumentClass[], registry));
  return (payload) =>
    (connection === undefined || payload.connection === connection) &&
    (patterns === undefined || isTouched(payload, patterns));
}

/** Whether one of these paths changes; an update in the server's own form may change anything. */
function isTouched({ changes, update }: ConditionPayload, patterns: readonly PathPattern[]): boolean {
  return update?.isRaw === true || touches(changes ?? update, patterns);
}

/** The patterns of changes at a path, for each class that has it. */
export function patternsOf(
  path: string,
  senders: readonly DocumentClass[],
  registry: DocumentRegistry,
): PathPattern[] {
  const schemas = senders.flatMap((sender) => registry.membersOf(sender));
  return schemas.map((schema) => findPattern(schema, path)).filter((pattern) => pattern !== undefined);
}

import type { RootSchema } from '../../schema/document-schema.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { isObject, ownValue } from '../../value/own-value.js';
import type { Plain } from '../../value/plain-object.js';

/**
 * The condition on the shard key of a loaded document, so that the server asks only the shard that stores it. Nothing stored equals null. The
 * id is left out: every filter of a loaded document has it.
 */
export function shardKeyFilter({ shardKey }: RootSchema, snapshot: Snapshot): Plain {
  // Most classes have none.
  if (!shardKey) return {};
  const paths = shardKey.map(({ keyPath }) => keyPath).filter((keyPath) => keyPath !== '_id');
  const { stored } = snapshot.read(paths.map((path) => path.split('.', 1)[0] as string));
  return Object.fromEntries(paths.map((path) => [path, { $eq: valueAt(stored, path.split('.')) ?? null }]));
}

function valueAt(stored: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return stored;
  return isObject(stored) ? valueAt(ownValue(stored, key), rest) : undefined;
}

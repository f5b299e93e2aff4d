import type { DeclaredCollection } from '../declared-collection.js';
import type { ExistingShardKey } from '../existing/read-shard-keys.js';
import { keysForm } from '../form/index-form.js';
import { plannedChange } from '../planned-change.js';
import type { PlannedChange } from '../planned-change.js';
import { shownText } from '../../errors/shown-name.js';

/** Compares a declared shard key with that of a sharded cluster. Sharding is done by hand: the plan has the command. */
export function compareShardKey(
  { name: collection, shardKey, documents: declaredBy }: DeclaredCollection,
  database: string,
  existing: ExistingShardKey | undefined,
): PlannedChange[] {
  if (!shardKey) return [];
  const [before, after] = [existing && keysForm(existing), keysForm(shardKey)];
  if (before === after) return [];
  const given = { collection, declaredBy };
  const place = JSON.stringify(`${database}.${collection}`);
  const key = JSON.stringify(Object.fromEntries(shardKey));
  if (before === undefined) {
    const remedy = `Run sh.shardCollection(${place}, ${key})`;
    return [
      plannedChange({ kind: 'shardCollection', difference: 'missing', details: [after], remedy, ...given }),
    ];
  }
  const details = [`shard key: ${shownText(before, 120)} → ${after}`];
  const remedy = `Run sh.reshardCollection(${place}, ${key}), which copies the documents`;
  return [plannedChange({ kind: 'cannotChange', difference: 'different', details, remedy, ...given })];
}

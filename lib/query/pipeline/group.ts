import { anyType } from '../../kind/container/any.js';
import type { DocumentSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { newPlain } from '../../value/plain-object.js';
import { Accumulator } from '../expression/accumulator.js';
import { readOf } from '../expression/accumulators.js';
import { InvalidPipelineError } from '../query-errors.js';
import { namedEntries } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { rowWith } from './row.js';
import type { RowValue } from './row.js';

/**
 * Groups rows: `$group`, then a `$project` that gives the keys of the group the names that they were given. At the end of a pipeline a single
 * key is renamed when it is decoded.
 * @throws UnknownPathError, InvalidPipelineError
 */
export function compileGroup(row: DocumentSchema, by: unknown, values: unknown): Reshaped {
  const keys = namedEntries('group', by).map(([name, given]) => ({ name, ...readOf(row, given, 'group') }));
  const isSingle = keys.length === 1;
  const id = newPlain();
  const projection = newPlain();
  const fields: RowValue[] = [];
  projection['_id'] = 0;
  for (const { name, compiled, type } of keys) {
    // Without it, absent and null would be two groups where there are several keys.
    id[name] = { $ifNull: [compiled, null] };
    projection[name] = isSingle ? '$_id' : `$_id.${name}`;
    fields.push([name, type]);
  }
  const group = newPlain();
  group['_id'] = isSingle ? keys[0]?.compiled : keys.length === 0 ? null : id;
  for (const [name, given] of namedEntries('group', values)) {
    const { compiled, type } = accumulatorOf(given);
    if (name === '_id' || name in id)
      throw new InvalidPipelineError(
        'group',
        'Two of its values have one name, or one is called _id',
        'Rename one',
      );
    group[name] = compiled;
    projection[name] = 1;
    fields.push([name, type]);
  }
  const stages = [{ $group: group }];
  const [[name, type] = ['', anyType], ...others] = fields;
  const last = isSingle ? { stages, row: rowWith(row, [[name, type, '_id'], ...others]) } : undefined;
  return { stages: [...stages, { $project: projection }], row: rowWith(row, fields), last };
}

function accumulatorOf(given: unknown): ReturnType<typeof Accumulator.read> {
  if (Accumulator.isAccumulator(given)) return Accumulator.read(given);
  throw new InvalidPipelineError(
    'group',
    `A value of a group is ${describeValue(given)}, which says nothing of a group as a whole`,
    'Use count, sum, avg, min, max, first, last, push or addToSet of the callback',
  );
}

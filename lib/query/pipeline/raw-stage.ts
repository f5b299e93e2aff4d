import type { DocumentSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { InvalidPipelineError } from '../query-errors.js';
import { copyOfRaw } from '../expression/operand.js';
import type { Reshaped } from './reshaped.js';
import { unknownRow } from './row.js';

/** A stage in MongoDB's own form: `{ $sample: { size: 3 } }`. */
export type RawStage = Readonly<Record<`$${string}`, unknown>>;

/** Stages that write: signals would not be sent. */
const writes: readonly string[] = Object.freeze(['$out', '$merge']);

/** Stages that do not read the documents of a class; the server reads them only where the restriction to these stands. */
const others: readonly string[] = Object.freeze(['$changeStream', '$collStats', '$documents', '$indexStats']);

/** Takes stages in the server's form. @throws InvalidPipelineError */
export function compileRaw(row: DocumentSchema, place: string, stages: readonly unknown[]): Reshaped {
  return { stages: stages.map((each) => rawStage(place, each)), row: unknownRow(row) };
}

function rawStage(place: string, stage: unknown): Plain {
  const [key = '', ...more] = isPlainObject(stage) ? Object.keys(stage) : [];
  if (!key.startsWith('$') || more.length > 0)
    throw new InvalidPipelineError(
      place,
      `A stage is ${isPlainObject(stage) ? 'an object without exactly one key that starts with $' : describeValue(stage)}`,
      'Pass stages as MongoDB reads them: { $sample: { size: 3 } }',
    );
  if (writes.includes(key))
    throw new InvalidPipelineError(
      place,
      `${key} writes documents, and no signal would be sent for them`,
      'Use the collection of the connection where that is meant',
    );
  if (others.includes(key))
    throw new InvalidPipelineError(
      place,
      `${key} does not read the documents of the class`,
      'Use the collection of the connection',
    );
  return copyOfRaw(place, stage) as Plain;
}

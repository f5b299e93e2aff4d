import type { RootSchema } from '../../schema/document-schema.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { InvalidUpdateError } from '../../update/update-errors.js';
import { isEqual } from '../../value/equality/is-equal.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';

/**
 * Checks that receivers of `preUpdate` have left the changes that an operation is about.
 * @param operator the operator, in the server's form, with its operands by stored key
 * @throws InvalidUpdateError
 */
export function assertKept(
  { name }: RootSchema,
  update: CompiledUpdate['update'],
  operator: '$set' | '$unset',
  operands: Plain,
): void {
  const sent = (update as Plain)[operator];
  const isKept = Object.entries(operands).every(
    ([key, operand]) => isPlainObject(sent) && isEqual(sent[key], operand),
  );
  if (isKept) return;
  throw new InvalidUpdateError(
    name,
    'A receiver of preUpdate has taken out, or replaced, a change that the operation is about',
    'Throw an error there to refuse the operation',
  );
}

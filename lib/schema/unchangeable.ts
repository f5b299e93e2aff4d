import type { FieldSchema } from './document-schema.js';

/** The behaviours that a call switches off, whose fields it may write itself. */
interface SwitchedBehaviours {
  readonly times?: boolean;
  readonly users?: boolean;
}

/** Explains why a caller cannot give a field of a stored document another value; undefined if it can. */
export function whyUnchangeable(
  { key, role, immutable }: FieldSchema,
  behaviours: SwitchedBehaviours | undefined,
): string | undefined {
  if (key === '_id') return 'is the id and cannot change once it is stored';
  if (immutable) return 'cannot change once it is stored';
  const isWritten =
    role?.kind === 'version' ||
    role?.kind === 'counter' ||
    (role?.kind === 'updatedAt' && behaviours?.times !== false) ||
    (role?.kind === 'updatedBy' && behaviours?.users !== false);
  return isWritten ? 'is written by the library' : undefined;
}

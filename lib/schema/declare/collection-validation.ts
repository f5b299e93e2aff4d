/** The validation of a collection by the server, as declared. */
export interface CollectionValidationOptions {
  /**
   * The documents whose writes are validated. `strict`: all. `moderate`: new documents, and stored ones that were valid before the write.
   * Default `moderate`: documents that were stored before the validator can still be updated.
   */
  readonly level?: 'strict' | 'moderate';
  /** The consequence for a document that is not valid. `error`: the write is refused. `warn`: the server logs it. Default `error`. */
  readonly action?: 'error' | 'warn';
}

/** The validation of a collection by the server, with its defaults. */
export type CollectionValidation = Required<CollectionValidationOptions>;

const levels: readonly unknown[] = Object.freeze(['strict', 'moderate']);
const actions: readonly unknown[] = Object.freeze(['error', 'warn']);

/** The declared validation with its defaults; undefined for anything else than `true` or valid options. */
export function readCollectionValidation(declared: unknown): CollectionValidation | undefined {
  const options = declared === true ? {} : declared;
  if (typeof options !== 'object' || options === null) return undefined;
  const { level = 'moderate', action = 'error', ...others } = options as CollectionValidationOptions;
  if (!levels.includes(level) || !actions.includes(action) || Object.keys(others).length > 0)
    return undefined;
  return Object.freeze({ level, action });
}

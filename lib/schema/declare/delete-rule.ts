/**
 * The fate of a reference when the document that it leads to is deleted. `nothing`: it stays. `nullify`: the field is removed. `pull`: the id
 * is removed from the list. `cascade`: the document that refers is deleted too. `deny`: the delete is refused.
 */
export type DeleteRule = 'nothing' | 'nullify' | 'pull' | 'cascade' | 'deny';

/** The delete rules of a reference. */
export interface DeleteRules {
  /** For a target that is removed. */
  readonly onDelete: DeleteRule;
  /** For a target that is kept as deleted. */
  readonly onSoftDelete: DeleteRule;
}

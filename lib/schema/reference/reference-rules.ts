import type { DocumentClass } from '../declare/class-record.js';
import type { DeleteRule } from '../declare/delete-rule.js';
import type { RootSchema } from '../document-schema.js';
import { ruledReferences } from './ruled-references.js';
import type { RuledReference } from './ruled-references.js';

/** A reference with delete rules, and the classes between which it acts. */
export interface ReferenceRule {
  /** The uppermost class that has it. */
  readonly holder: RootSchema;
  /** Those of its family that have it: all of them unless one declares the field anew. */
  readonly holders: ReadonlySet<RootSchema>;
  /** Whether documents of some class of the family do not have it. */
  readonly isOfSome: boolean;
  readonly reference: RuledReference;
  /** The classes whose documents it may refer to. */
  readonly targets: ReadonlySet<RootSchema>;
}

/** The delete rules between the classes of one connection. */
export class ReferenceRules {
  readonly all: readonly ReferenceRule[];

  /** @param schemas all classes of the connection @throws InvalidSchemaError */
  constructor(schemas: readonly RootSchema[]) {
    const isInherited = ({ base }: RootSchema, reference: RuledReference): boolean =>
      base !== undefined && schemas.includes(base) && isIn(base, reference);
    this.all = schemas.flatMap((schema) =>
      ruledReferences(schema)
        .filter((reference) => !isInherited(schema, reference))
        .map((reference) => toRule(schemas, schema, reference)),
    );
  }

  /** Whether a delete of documents of these classes makes any rule act. */
  actOn(family: readonly RootSchema[], isPermanent: boolean): boolean {
    return this.all.some(({ targets, reference }) =>
      family.some(
        (each) =>
          targets.has(each) && rulesFor(reference, each, isPermanent).some((rule) => rule !== 'nothing'),
      ),
    );
  }
}

/** The rules of a reference that may act when a document of a class is deleted: receivers may keep it. */
function rulesFor({ rules }: RuledReference, target: RootSchema, isPermanent: boolean): DeleteRule[] {
  if (isPermanent) return [rules.onDelete];
  return isSoft(target) ? [rules.onSoftDelete] : [rules.onDelete, rules.onSoftDelete];
}

/** Whether documents of a class are kept when they are deleted. */
export function isSoft({ roleFields }: RootSchema): boolean {
  return roleFields.some(({ role }) => role?.kind === 'deletedAt');
}

function toRule(
  schemas: readonly RootSchema[],
  holder: RootSchema,
  reference: RuledReference,
): ReferenceRule {
  const family = schemas.filter((each) => extendsSchema(each, holder.documentClass));
  const holders = new Set(family.filter((each) => isIn(each, reference)));
  const targets = new Set(schemas.filter((each) => extendsSchema(each, reference.target)));
  return { holder, holders, isOfSome: holders.size < family.length, reference, targets };
}

/** Whether a class is another one, or shares its collection as a subclass. */
function extendsSchema(schema: RootSchema, documentClass: DocumentClass): boolean {
  if (schema.documentClass === documentClass) return true;
  return schema.base !== undefined && extendsSchema(schema.base, documentClass);
}

/** Whether a class has an equal reference. */
function isIn(schema: RootSchema, { keyPath, target, rules }: RuledReference): boolean {
  return ruledReferences(schema).some(
    (each) =>
      each.keyPath === keyPath &&
      each.target === target &&
      each.rules.onDelete === rules.onDelete &&
      each.rules.onSoftDelete === rules.onSoftDelete,
  );
}

import type { Document } from 'mongodb';
import { contentKey } from '../../value/equality/content-key.js';
import type { DeclaredCollection, DeclaredValidator } from '../declared-collection.js';
import { plannedChange } from '../planned-change.js';
import type { PlannedChange } from '../planned-change.js';

/** A validator as `create` and `collMod` take it. */
export function validatorOptions(validator: DeclaredValidator): Document {
  const { validator: rules, validationLevel, validationAction } = validator;
  return { validator: rules, validationLevel, validationAction };
}

/** Compares the validator of a collection with the declared one. If the classes declare none, that of the server is left alone. */
export function compareValidators(
  { name: collection, validator, documents: declaredBy }: DeclaredCollection,
  options: Readonly<Document>,
): PlannedChange[] {
  if (!validator) return [];
  const { validator: rules, validationLevel = 'strict', validationAction = 'error' } = options;
  const isMissing = rules === undefined || contentKey(rules) === '{}';
  const details = [
    ...(contentKey(rules) === contentKey(validator.validator) ? [] : ['rules differ']),
    ...differenceOf('level', validationLevel, validator.validationLevel),
    ...differenceOf('action', validationAction, validator.validationAction),
  ];
  if (details.length === 0) return [];
  const difference = isMissing ? 'missing' : 'different';
  const made = [`level ${validator.validationLevel}`, `action ${validator.validationAction}`];
  const given = { collection, details: isMissing ? made : details, declaredBy };
  return [
    plannedChange({ kind: 'setValidator', difference, ...given }, [
      { step: 'command', command: { collMod: collection, ...validatorOptions(validator) } },
    ]),
  ];
}

function differenceOf(label: string, existing: unknown, declared: string): string[] {
  const known = typeof existing === 'string' && /^\w{1,20}$/.test(existing) ? existing : 'unknown';
  return known === declared ? [] : [`${label}: ${known} → ${declared}`];
}

import type { Document } from 'mongodb';
import { shownText } from '../../errors/shown-name.js';
import type { DeclaredCollection } from '../declared-collection.js';
import type { ExistingCollection, ExistingIndex } from '../existing/existing-collection.js';
import { keysForm } from '../form/index-form.js';
import { compareIndexes } from './compare-indexes.js';
import { compareValidators, validatorOptions } from './compare-validators.js';
import { optionRules } from './option-rules.js';
import type { OptionRule } from './option-rules.js';
import { plannedChange } from '../planned-change.js';
import type { PlannedChange } from '../planned-change.js';

/** Compares one collection with its declaration: itself, its validator, then its indexes. */
export function compareCollection(
  declared: DeclaredCollection,
  existing: ExistingCollection | undefined,
): PlannedChange[] {
  if (!existing) return createCollection(declared);
  if (existing.isView) return [cannotUseView(declared)];
  return [
    ...optionRules.flatMap((rule) => changeOption(rule, declared, existing) ?? []),
    ...compareValidators(declared, existing.options),
    ...compareIndexes(declared, ownIndexes(declared, existing), existing.options['collation']),
  ];
}

function createCollection(declared: DeclaredCollection): PlannedChange[] {
  const { name, options, documents, validator } = declared;
  const command = { create: name, ...options, ...(validator && validatorOptions(validator)) };
  const details = optionRules.flatMap(({ label, form }) => {
    const text = form(options);
    return text === '' ? [] : [text === 'yes' ? label : `${label}: ${text}`];
  });
  const all = validator ? [...details, 'validator'] : details;
  const given = { difference: 'missing', collection: name, details: all, declaredBy: documents } as const;
  return [
    plannedChange({ kind: 'createCollection', ...given }, [{ step: 'command', command }]),
    ...compareIndexes(declared, [], options['collation']),
  ];
}

function changeOption(
  { label, form, otherwise, change }: OptionRule,
  { name: collection, options, documents: declaredBy }: DeclaredCollection,
  existing: ExistingCollection,
): PlannedChange | undefined {
  const [before, after] = [form(existing.options), form(options)];
  if (before === after) return undefined;
  const details = [`${label}: ${shownText(before, 120) || otherwise} → ${after || otherwise}`];
  const given = {
    difference: after === '' ? 'extra' : 'different',
    collection,
    details,
    declaredBy,
  } as const;
  const changed = change(options, existing.options);
  if (!changed) return cannotChange({ ...given, difference: 'different' });
  return plannedChange({ kind: 'changeCollection', ...given }, [
    { step: 'command', command: { collMod: collection, ...changed } },
  ]);
}

function cannotUseView({ name: collection, documents: declaredBy }: DeclaredCollection): PlannedChange {
  return plannedChange({
    ...{ kind: 'cannotChange', difference: 'different', collection, declaredBy },
    details: ['kind: view → collection'],
    remedy: 'Drop or rename the view, or name another collection in @Document',
  });
}

function cannotChange(
  given: Pick<PlannedChange['change'], 'difference' | 'collection' | 'details' | 'declaredBy'>,
): PlannedChange {
  return plannedChange({
    ...{ kind: 'cannotChange', ...given },
    remedy:
      'The server cannot change it: make a collection with the declared options, copy the documents into it and rename it, or declare what exists',
  });
}

/** The indexes of a collection without those that the server makes itself, for time series and shard keys, unless they are declared. */
function ownIndexes(
  { shardKey, indexes: declared }: DeclaredCollection,
  { indexes, options }: ExistingCollection,
): readonly ExistingIndex[] {
  const { timeField, metaField } = (options['timeseries'] ?? {}) as Document;
  const made = [
    keysForm([metaField, timeField].filter((each) => typeof each === 'string').map((each) => [each, 1])),
    ...(shardKey ? [keysForm(shardKey)] : []),
  ];
  const isDeclared = (form: string): boolean => declared.some(({ keys }) => keysForm(keys) === form);
  return indexes.filter(({ keys }) => !made.includes(keysForm(keys)) || isDeclared(keysForm(keys)));
}

import { kindOf } from '../../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { embeddedSchema, isContainer } from '../../schema/type-contents.js';
import { IssueList } from '../../validation/issue-list.js';
import { documentPlace, placeIn } from '../../validation/place.js';
import type { Place, Segment } from '../../validation/place.js';
import { ValidationError } from '../../validation/validation-error.js';
import { isEmptyPlain, isPlainObject, isWholeMap } from '../../value/plain-object.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Refuses `{}` in place of maps that have entries: JSON makes `{}` of every Map, so a client that sends back an answer would remove them.
 * @param values checked names with values that were not converted
 * @throws ValidationError
 */
export function assertEmptiesNoMap(schema: DocumentSchema, values: Values, document: Values): void {
  const { found } = IssueList.find({ start: { kind: 'embedded', schema }, checks: 'types' }, (list) => {
    findInFields(schema, values, document, documentPlace, list);
  });
  if (found.total > 0) throw new ValidationError(schema.name, found.listed, found.total);
}

function findInFields(
  schema: DocumentSchema,
  values: Values,
  document: Values,
  place: Place,
  list: IssueList,
): void {
  for (const name of Object.keys(values)) {
    const field = schema.undeclared?.name === name ? schema.undeclared : schema.fieldsByName.get(name);
    if (field && isContainer(field.type)) findIn(field.type, values[name], document[name], place, name, list);
  }
}

function findIn(
  type: FieldType,
  value: unknown,
  current: unknown,
  place: Place,
  segment: Segment,
  list: IssueList,
): void {
  if (!isHolder(value) || !isHolder(current) || value === current) return;
  const schema = embeddedSchema(type);
  if (schema) {
    findInFields(schema, value, current, placeIn(place, segment), list);
    return;
  }
  const kind = kindOf(type);
  if (type.kind === 'map' && isPlainObject(value) && isEmptyPlain(value)) {
    if (isWholeMap(current) && current.size > 0) list.add(place, segment, 'type', emptied);
    return;
  }
  const below = placeIn(place, segment);
  kind.everyChild(kind.fromJson(value), type, (of, child, name) => {
    findIn(of, child, kind.childAt(current, name), below, name, list);
    return true;
  });
}

function isHolder(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}

const emptied = 'is {}, which JSON makes of every Map: pass an empty Map to remove all entries';

import { isBelongsTo } from '../kind/belongs-to.js';
import type { ChildName } from '../kind/kind.js';
import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isGivenByFields } from '../schema/declare/given-by-fields.js';
import { embeddedSchema, holdsEmbedded } from '../schema/type-contents.js';
import { isObject } from '../value/own-value.js';
import { isPlainObject } from '../value/plain-object.js';
import { depthLimit } from '../value/storable.js';
import { isNoField } from './find-issues.js';
import type { PlacedValue } from './find-issues.js';
import { IssueList } from './issue-list.js';
import { Issues } from './issues.js';
import { documentPlace, placeIn } from './place.js';
import type { Place, Segment } from './place.js';
import { wrongType } from './wrong-type.js';

/**
 * Unknown field names among the values of a document and of embedded ones given by their fields, and objects that cannot be embedded
 * documents though they stand in place of one.
 */
export function findUnknownFields(schema: DocumentSchema, values: object): Issues {
  if (hasFieldsOnly(schema, values, documentPlace.depth)) return new Issues();
  return IssueList.find({ start: { kind: 'embedded', schema }, checks: 'types' }, (list) => {
    checkNames(schema, values, documentPlace, list);
  }).found;
}

/** The same for a value at one place of a document that is not at hand; undefined if there are none. */
export function findPlacedUnknownFields(
  schema: DocumentSchema,
  { segments, type, value }: Omit<PlacedValue, 'constraints'>,
): IssueList | undefined {
  if (!holdsEmbedded(type) || hasFieldsOnlyBelow(type, value, segments.length)) return undefined;
  const list = IssueList.find({ start: { kind: 'embedded', schema }, checks: 'types' }, (found) => {
    const holder = segments.slice(0, -1).reduce<Place>(placeIn, documentPlace);
    checkNamesBelow(type, value, holder, segments.at(-1) ?? '', found);
  });
  return list.isEmpty ? undefined : list;
}

/** Whether all names are certainly those of fields; checked without allocating. */
function hasFieldsOnly(schema: DocumentSchema, values: object, depth: number): boolean {
  const { fields, fieldsByName } = schema;
  // Values are often in the order of the fields; then the next field needs no lookup.
  let next = 0;
  // Unlike Object.keys(), this does not make a list.
  for (const name in values) {
    // Unlike Object.hasOwn(), this costs nothing for a name from the loop.
    if (!Object.prototype.hasOwnProperty.call(values, name)) continue;
    let field = fields[next];
    if (field?.name === name) next++;
    else {
      field = fieldsByName.get(name);
      if (!field) return false;
      next = fields.indexOf(field) + 1;
    }
    // Only embedded documents have names, at any depth of lists and maps.
    if (!holdsEmbedded(field.type)) continue;
    if (!hasFieldsOnlyBelow(field.type, (values as Record<string, unknown>)[name], depth + 1)) return false;
  }
  return true;
}

function hasFieldsOnlyBelow(type: FieldType, value: unknown, depth: number): boolean {
  if (depth > depthLimit) return false;
  const schema = embeddedSchema(type);
  if (!schema) return everyPart(type, value, (of, child) => hasFieldsOnlyBelow(of, child, depth + 1));
  if (!isObject(value)) return true;
  return isPlainObject(value)
    ? hasFieldsOnly(schema, value, depth)
    : Object.getPrototypeOf(value) === schema.documentClass.prototype;
}

function checkNames(schema: DocumentSchema, values: object, place: Place, list: IssueList): void {
  for (const name of Object.keys(values)) {
    const field = schema.fieldsByName.get(name);
    // Only embedded documents have names, at any depth of lists and maps.
    if (field && !holdsEmbedded(field.type)) continue;
    if (field) checkNamesBelow(field.type, (values as Record<string, unknown>)[name], place, name, list);
    else if (schema.undeclared?.name !== name && !isBelongsTo(schema, name))
      list.add(place, name, 'unknown_field', isNoField(schema, name));
  }
}

function checkNamesBelow(
  type: FieldType,
  value: unknown,
  place: Place,
  segment: Segment,
  list: IssueList,
): void {
  if (place.depth > depthLimit) list.refuseDepth(place, segment);
  const kind = kindOf(type);
  const schema = embeddedSchema(type);
  if (!schema) {
    const below = placeIn(place, segment);
    everyPart(type, value, (of, child, name) => {
      checkNamesBelow(of, child, below, name, list);
      return true;
    });
  } else if (isGivenByFields(schema.documentClass, value)) {
    checkNames(schema, value, placeIn(place, segment), list);
  } else if (isObject(value) && !kind.accepts(value, type)) {
    list.add(place, segment, 'type', wrongType(type, value));
  }
}

/** Whether the parts of a list or map pass a test; a map may be given in the form of JSON. */
function everyPart(
  type: FieldType,
  value: unknown,
  test: (type: FieldType, child: unknown, name: ChildName) => boolean,
): boolean {
  const kind = kindOf(type);
  return kind.everyChild(kind.fromJson(value), type, test);
}

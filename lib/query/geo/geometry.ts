import {
  GeoLineString,
  GeoMultiLineString,
  GeoMultiPoint,
  GeoMultiPolygon,
  GeoPoint,
  GeoPolygon,
} from '../../document/geojson.js';
import { encodeValue } from '../../codec/encode.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { embeddedSchemaOf } from '../../schema/build/schema-of.js';
import { findIssuesStepByStep } from '../../validation/find-issues.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { FieldType } from '../../schema/document-schema.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import type { OperandCompiler } from '../filter-operator.js';

export type GeoArea = GeoPolygon | GeoMultiPolygon;
export type GeoGeometry = GeoPoint | GeoLineString | GeoMultiPoint | GeoMultiLineString | GeoArea;

export const pointClasses: readonly DocumentClass[] = Object.freeze([GeoPoint]);
export const areaClasses: readonly DocumentClass[] = Object.freeze([GeoPolygon, GeoMultiPolygon]);
export const geometryClasses: readonly DocumentClass[] = Object.freeze([
  ...[...pointClasses, ...areaClasses],
  ...[GeoLineString, GeoMultiPoint, GeoMultiLineString],
]);

/** Whether values of a type are, or can be, GeoJSON. */
export function isGeometry(type: FieldType): boolean {
  const schema = embeddedSchema(type);
  return type.kind === 'any' || (schema?.fieldsByName.has('coordinates') ?? false);
}

/** Compiles a geometry of one of these classes. @throws InvalidFilterError */
export function geometryOf(
  operand: unknown,
  classes: readonly DocumentClass[],
  compiler: OperandCompiler,
): unknown {
  const given = classes.find((each) => operand instanceof each);
  if (!given)
    return compiler.refuse(
      'It was not given a geometry that it takes',
      `Give it a ${classes.map(({ name }) => name).join(' or a ')}`,
    );
  const schema = embeddedSchemaOf(given);
  const [issue] = findIssuesStepByStep(schema, operand as object, {}).issues.listed;
  if (issue) compiler.refuse(`The ${given.name} is not valid: ${issue.message}`, 'Check its coordinates');
  return encodeValue({ kind: 'embedded', schema }, operand, noUndeclaredKeys);
}

/** Whether a value is a distance in metres. */
export function isDistance(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import {
  GeoLineString,
  GeoMultiLineString,
  GeoMultiPoint,
  GeoMultiPolygon,
  GeoPoint,
  GeoPolygon,
} from '../../../lib/document/geojson.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { findIssues } from '../../support/unit/unit-issues.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';

@Document()
class Place {
  @Id(() => String) id = '1';
  @Field() point?: GeoPoint;
  @Field() line?: GeoLineString;
  @Field() polygon?: GeoPolygon;
  @Field() points?: GeoMultiPoint;
  @Field() lines?: GeoMultiLineString;
  @Field() polygons?: GeoMultiPolygon;
}
const geometries = {
  point: GeoPoint,
  line: GeoLineString,
  polygon: GeoPolygon,
  points: GeoMultiPoint,
  lines: GeoMultiLineString,
  polygons: GeoMultiPolygon,
};
type Name = keyof typeof geometries;

const issuesOf = (name: Name, coordinates: unknown): string[] => {
  const geometry = new geometries[name](coordinates as never);
  const place = Object.assign(new Place(), { [name]: geometry });
  const issues = findIssues(schemaOf(Place), place) as ValidationIssue[];
  return issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);
};

const ring = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 0],
];

describe('A GeoJSON geometry', () => {
  test.each<[Name, string, unknown]>([
    ['point', 'Point', [16.37, 48.2]],
    ['point', 'Point', [-180, 90, -12.5]],
    ['line', 'LineString', ring],
    ['polygon', 'Polygon', [ring, ring]],
    ['points', 'MultiPoint', [[180, -90]]],
    ['lines', 'MultiLineString', [ring, ring.slice(0, 2)]],
    ['polygons', 'MultiPolygon', [[ring], [ring, ring]]],
  ])('of the field %s is a %s with coordinates', (name, type, coordinates) => {
    expect(Object.entries(new geometries[name](coordinates as never))).toEqual([
      ['type', type],
      ['coordinates', coordinates],
    ]);
    expect(issuesOf(name, coordinates)).toEqual([]);
  });

  test.each(Object.keys(geometries) as Name[])(
    'is made without coordinates, which are required: %s',
    (name) => {
      expect(issuesOf(name, undefined)).toEqual([`${name}.coordinates required: is required`]);
    },
  );

  test.each<[Name, unknown, string[]]>([
    ['point', [181, 0], ['point.coordinates.0 max: should be at most 180']],
    ['point', [-180.1, 0], ['point.coordinates.0 min: should be at least -180']],
    ['point', [0, 90.1], ['point.coordinates.1 max: should be at most 90']],
    ['point', [0, -91], ['point.coordinates.1 min: should be at least -90']],
    ['point', [0, 0, Infinity], [`point.coordinates.2 max: should be at most ${Number.MAX_VALUE}`]],
    ['point', [0, NaN], ['point.coordinates.1 type: should be number, not NaN']],
    ['point', [0, null], ['point.coordinates.1 required: is required']],
    [
      'point',
      [0],
      ['point.coordinates min_length: should be a longitude, a latitude and at most an altitude'],
    ],
    [
      'point',
      [0, 0, 0, 0],
      ['point.coordinates max_length: should be a longitude, a latitude and at most an altitude'],
    ],
    ['point', ['0', 0], ['point.coordinates.0 type: should be number, not string']],
    ['line', [], ['line.coordinates min_length: should have at least 2 positions']],
    [
      'line',
      [[200, 0]],
      [
        'line.coordinates min_length: should have at least 2 positions',
        'line.coordinates.0.0 max: should be at most 180',
      ],
    ],
    ['line', [[0, 0], null], ['line.coordinates.1 required: is required']],
    ['points', [], ['points.coordinates min_length: should have at least 1 position']],
    ['polygon', [], ['polygon.coordinates min_length: should have at least 1 ring']],
    ['polygon', [[]], ['polygon.coordinates.0 min_length: should have at least 4 positions']],
    ['polygon', [ring.slice(1)], ['polygon.coordinates.0 min_length: should have at least 4 positions']],
    ['polygon', [ring, [...ring, [9, 9]]], ['polygon.coordinates.1 custom: should end where it begins']],
    [
      'polygon',
      [[...ring.slice(0, 3), [0, 0, 5]]],
      ['polygon.coordinates.0 custom: should end where it begins'],
    ],
    ['lines', [], ['lines.coordinates min_length: should have at least 1 line']],
    ['lines', [ring, [[0, 0]]], ['lines.coordinates.1 min_length: should have at least 2 positions']],
    ['polygons', [], ['polygons.coordinates min_length: should have at least 1 polygon']],
    ['polygons', [[ring], [[[0, 91], ...ring]]], ['polygons.coordinates.1.0.0.1 max: should be at most 90']],
  ])('of the field %s with %j is refused', (name, coordinates, expected) => {
    expect(issuesOf(name, coordinates)).toEqual(expected);
  });

  test('has its own type, also as a literal', () => {
    const place = Object.assign(new Place(), { point: { type: 'Polygon', coordinates: [0, 0] } });
    expect(findIssues(schemaOf(Place), place)).toEqual([
      { path: 'point.type', code: 'enum', message: 'should be one of "Point"' },
    ]);
  });

  test('takes every position on earth', () => {
    const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
    fc.assert(
      fc.property(degrees(180), degrees(90), (longitude, latitude) => {
        expect(issuesOf('point', [longitude, latitude])).toEqual([]);
      }),
    );
  });
});

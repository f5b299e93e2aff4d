import type { ReportedIssue } from '../schema/declare/constraints.js';
import { EmbeddedDocument } from './document.js';
import { Field } from './field.js';

/** Longitude and latitude in degrees, and optionally the altitude in metres. */
export type GeoPosition = [longitude: number, latitude: number, altitude?: number];

/** Checks coordinates at a path. */
type Check<C> = (coordinates: C, path: string) => readonly ReportedIssue[];

/** A GeoJSON point: `@Field() location?: GeoPoint`, `new GeoPoint([16.37, 48.2])`. */
@EmbeddedDocument({ name: 'GeoPoint', validate: coordinatesOf(position) })
export class GeoPoint {
  @Field(() => String, { required: true, choices: ['Point'] }) readonly type = 'Point';
  @Field(() => [Number], { required: true }) coordinates!: GeoPosition;

  constructor(coordinates?: GeoPosition) {
    if (coordinates) this.coordinates = coordinates;
  }
}

/** A GeoJSON line of at least two positions. */
@EmbeddedDocument({ name: 'GeoLineString', validate: coordinatesOf(line) })
export class GeoLineString {
  @Field(() => String, { required: true, choices: ['LineString'] }) readonly type = 'LineString';
  @Field(() => [[Number]], { required: true }) coordinates!: GeoPosition[];

  constructor(coordinates?: GeoPosition[]) {
    if (coordinates) this.coordinates = coordinates;
  }
}

/** A GeoJSON polygon: its outer ring, then its holes. A ring has at least four positions and ends where it began. */
@EmbeddedDocument({ name: 'GeoPolygon', validate: coordinatesOf(polygon) })
export class GeoPolygon {
  @Field(() => String, { required: true, choices: ['Polygon'] }) readonly type = 'Polygon';
  @Field(() => [[[Number]]], { required: true }) coordinates!: GeoPosition[][];

  constructor(coordinates?: GeoPosition[][]) {
    if (coordinates) this.coordinates = coordinates;
  }
}

/** Several GeoJSON points. */
@EmbeddedDocument({ name: 'GeoMultiPoint', validate: coordinatesOf(listOf(position, 1, 'position')) })
export class GeoMultiPoint {
  @Field(() => String, { required: true, choices: ['MultiPoint'] }) readonly type = 'MultiPoint';
  @Field(() => [[Number]], { required: true }) coordinates!: GeoPosition[];

  constructor(coordinates?: GeoPosition[]) {
    if (coordinates) this.coordinates = coordinates;
  }
}

/** Several GeoJSON lines. */
@EmbeddedDocument({ name: 'GeoMultiLineString', validate: coordinatesOf(listOf(line, 1, 'line')) })
export class GeoMultiLineString {
  @Field(() => String, { required: true, choices: ['MultiLineString'] }) readonly type = 'MultiLineString';
  @Field(() => [[[Number]]], { required: true }) coordinates!: GeoPosition[][];

  constructor(coordinates?: GeoPosition[][]) {
    if (coordinates) this.coordinates = coordinates;
  }
}

/** Several GeoJSON polygons. */
@EmbeddedDocument({ name: 'GeoMultiPolygon', validate: coordinatesOf(listOf(polygon, 1, 'polygon')) })
export class GeoMultiPolygon {
  @Field(() => String, { required: true, choices: ['MultiPolygon'] }) readonly type = 'MultiPolygon';
  @Field(() => [[[[Number]]]], { required: true }) coordinates!: GeoPosition[][][];

  constructor(coordinates?: GeoPosition[][][]) {
    if (coordinates) this.coordinates = coordinates;
  }
}

function coordinatesOf<C>(check: Check<C>): (geometry: { coordinates: C }) => readonly ReportedIssue[] {
  return ({ coordinates }) => check(coordinates, 'coordinates');
}

/** Checks a list. Elements may be null, as in every array. */
function listOf<C>(check: Check<C>, least: number, noun: string): Check<readonly C[]> {
  return (elements, path) => [
    ...(elements.length < least
      ? [{ path, code: 'min_length', message: `should have at least ${least} ${noun}` }]
      : []),
    ...elements.flatMap((element, index) => {
      const elementPath = `${path}.${index}`;
      return (element as C | null) === null ? [isMissing(elementPath)] : check(element, elementPath);
    }),
  ];
}

function position(coordinates: GeoPosition, path: string): readonly ReportedIssue[] {
  if (coordinates.length < 2 || coordinates.length > 3) {
    const message = 'should be a longitude, a latitude and at most an altitude';
    return [{ path, code: coordinates.length < 2 ? 'min_length' : 'max_length', message }];
  }
  const limits = [180, 90, Number.MAX_VALUE];
  return coordinates.flatMap((coordinate: number | null | undefined, index) =>
    coordinateIssues(coordinate, limits[index] as number, `${path}.${index}`),
  );
}

function coordinateIssues(
  coordinate: number | null | undefined,
  limit: number,
  path: string,
): ReportedIssue[] {
  if (coordinate === null || coordinate === undefined) return [isMissing(path)];
  if (coordinate < -limit) return [{ path, code: 'min', message: `should be at least ${-limit}` }];
  return coordinate > limit ? [{ path, code: 'max', message: `should be at most ${limit}` }] : [];
}

function line(positions: readonly GeoPosition[], path: string): readonly ReportedIssue[] {
  return listOf(position, 2, 'positions')(positions, path);
}

function polygon(rings: readonly (readonly GeoPosition[])[], path: string): readonly ReportedIssue[] {
  return listOf(ring, 1, 'ring')(rings, path);
}

function ring(positions: readonly GeoPosition[], path: string): readonly ReportedIssue[] {
  const issues = listOf(position, 4, 'positions')(positions, path);
  if (issues.length > 0) return issues;
  const [first, last] = [positions[0], positions.at(-1)] as [GeoPosition, GeoPosition];
  const isClosed = first.length === last.length && first.every((value, index) => value === last[index]);
  return isClosed ? [] : [{ path, code: 'custom', message: 'should end where it begins' }];
}

function isMissing(path: string): ReportedIssue {
  return { path, code: 'required', message: 'is required' };
}

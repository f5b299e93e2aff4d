import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  Field,
  GeoLineString,
  GeoMultiLineString,
  GeoMultiPoint,
  GeoMultiPolygon,
  GeoPoint,
  GeoPolygon,
  Id,
  ValidationError,
} from 'nestjs-documents';
import type { DocumentRepository, GeoPosition } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'places' })
class Place {
  @Id() id!: ObjectId;
  @Field() point?: GeoPoint;
  @Field() line?: GeoLineString;
  @Field() polygon?: GeoPolygon;
  @Field() points?: GeoMultiPoint;
  @Field() lines?: GeoMultiLineString;
  @Field() polygons?: GeoMultiPolygon;
}

const ring: GeoPosition[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 0],
];
const stored = {
  point: { type: 'Point', coordinates: [16.37, 48.2] },
  line: { type: 'LineString', coordinates: ring },
  polygon: { type: 'Polygon', coordinates: [ring] },
  points: { type: 'MultiPoint', coordinates: [[0, 0, 7.5]] },
  lines: { type: 'MultiLineString', coordinates: [ring, ring] },
  polygons: { type: 'MultiPolygon', coordinates: [[ring]] },
};

describe('A GeoJSON geometry', () => {
  let world: IntegrationApp;
  let places: DocumentRepository<Place>;
  beforeAll(async () => {
    world = await openApp([Place]);
    places = world.repository(Place);
  });
  afterAll(() => world.close());

  test('is stored exactly as GeoJSON, and loaded as an instance of its class', async () => {
    const place = places.build({
      point: new GeoPoint([16.37, 48.2]),
      line: new GeoLineString(ring),
      polygon: new GeoPolygon([ring]),
      points: new GeoMultiPoint([[0, 0, 7.5]]),
      lines: new GeoMultiLineString([ring, ring]),
      polygons: new GeoMultiPolygon([[ring]]),
    });
    const { id } = await places.save(place);
    expect(await world.db.collection('places').findOne({ _id: id })).toEqual({ _id: id, ...stored });

    const loaded = await places.getById(id);
    expect(loaded.point).toBeInstanceOf(GeoPoint);
    expect(loaded.polygons).toBeInstanceOf(GeoMultiPolygon);
    expect(loaded).toEqual(place);
    expect(await world.commandsOf(() => places.save(loaded))).toEqual([]);
  });

  test('that the driver stored is loaded, changed and saved by the least', async () => {
    const _id = new ObjectId();
    await world.db.collection('places').insertOne({ _id, ...stored });
    const place = await places.getById(_id);
    place.point!.coordinates[0] = 16.5;
    place.polygons = undefined;
    const commands = await world.commandsOf(() => places.save(place));
    expect(commands.map(({ name }) => name)).toEqual(['update']);
    const { polygons: _polygons, ...rest } = stored;
    expect(await world.db.collection('places').findOne({ _id })).toEqual({
      _id,
      ...rest,
      point: { type: 'Point', coordinates: [16.5, 48.2] },
    });
  });

  test('is created of its values, as they come in a request', async () => {
    const place = places.build({ point: { type: 'Point', coordinates: [1, 2] } });
    expect(place.point).toBeInstanceOf(GeoPoint);
    await places.save(place);
  });

  test('that is none is refused, and nothing is written', async () => {
    const place = places.build({
      point: new GeoPoint([48.2, 163.7]),
      polygon: { coordinates: [[...ring.slice(0, 3)]] },
      line: new GeoLineString(),
    });
    const error = (await errorOf(() => places.save(place))) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.issues).toEqual([
      { path: 'point.coordinates.1', code: 'max', message: 'should be at most 90' },
      { path: 'line.coordinates', code: 'required', message: 'is required' },
      { path: 'polygon.coordinates.0', code: 'min_length', message: 'should have at least 4 positions' },
    ]);
    expect(await world.db.collection('places').countDocuments({ _id: place.id })).toBe(0);
  });
});

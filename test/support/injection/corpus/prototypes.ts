import { json, made } from './payload.js';
import type { Payload } from './payload.js';

const parse = (text: string): any => JSON.parse(text);

/** As careless code merges a request into an object: a key `__proto__` becomes the prototype. */
const merged = (text: string): unknown => Object.assign({}, parse(text));

export const prototypeGroups: Readonly<Record<string, readonly Payload[]>> = {
  'a prototype in JSON': json(
    '{"__proto__":{"polluted":true}}',
    '{"__proto__":null}',
    '{"__proto__":[]}',
    '{"__proto__":"x"}',
    '{"__proto__":{"$ne":null}}',
    '{"__proto__":{"__proto__":{"polluted":true}}}',
    '{"a":{"__proto__":{"polluted":true}}}',
    '[{"__proto__":{"polluted":true}}]',
    '{"street":"x","__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"constructor":{"name":"Person"}}',
    '{"constructor":"x"}',
    '{"constructor":null}',
    '{"a":{"constructor":{"prototype":{"polluted":true}}}}',
    '{"prototype":{"polluted":true}}',
    '{"name":"x","__proto__":{"isAdmin":true}}',
    '{"address":{"__proto__":{"polluted":true}}}',
    '{"others":[{"__proto__":{"polluted":true}}]}',
    '{"notes":{"__proto__":{"polluted":true}}}',
    '{"scores":{"__proto__":1}}',
    '{"tags":{"__proto__":["x"],"length":1}}',
    '{"hasOwnProperty":1}',
    '{"toString":1,"valueOf":1}',
    '{"length":5,"0":"x"}',
    '{"then":1}',
  ),
  'a prototype made of data': made({
    'merged $ne': () => merged('{"__proto__":{"$ne":null}}'),
    'merged name': () => merged('{"__proto__":{"name":"canary"}}'),
    'merged constructor': () => merged('{"__proto__":{"constructor":{"name":"canary"}}}'),
    'merged constructor without a name that is text': () =>
      merged('{"__proto__":{"constructor":{"name":{"x":1}}}}'),
    'merged null': () => merged('{"__proto__":null,"$ne":null}'),
    'merged tag': () => merged('{"__proto__":{"_bsontype":"ObjectId","id":"aaaaaaaaaaaa"}}'),
    'merged array': () => merged('{"__proto__":["x"]}'),
    'a null prototype': () => Object.create(null),
    'a null prototype and $ne': () => Object.assign(Object.create(null), { $ne: null }),
    'a null prototype and __proto__': () => Object.assign(Object.create(null), parse('{"__proto__":1}')),
    'a null prototype and a name': () => Object.assign(Object.create(null), { name: 'nobody', $or: [{}] }),
    'a null prototype within': () => ({ a: Object.assign(Object.create(null), { $gt: '' }) }),
    'an inherited filter': () => Object.create({ name: { $ne: null } }),
    'an inherited inherited filter': () => Object.create(Object.create({ $where: '1' })),
    'the prototype of objects': () => Object.create(Object.prototype),
    'an array as prototype': () => Object.create([]),
    'a function as prototype': () => Object.create(Function.prototype),
    'a Map as prototype': () => Object.create(Map.prototype),
    'a Date as prototype': () => Object.create(Date.prototype),
    'a constructor that is a symbol': () => Object.create({ constructor: { name: Symbol('x') } }),
    'own _bsontype and a null prototype': () =>
      Object.assign(Object.create(null), { _bsontype: 'Code', code: '1' }),
  }),
};

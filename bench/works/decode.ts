import { BSON, ObjectId } from 'mongodb';
import { assertValues } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Makes documents of bytes, as they come from the server; without a server. */
export function decodeWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `decode ${count} of ${shape.size}`,
    title: `decode ${count.toLocaleString('en')} documents from bytes`,
    libraries: ['driver', 'mongoose', 'nestjs-documents'],
    shape,
    storedCount: 0,
    isWrite: false,
    ...options,
    begin(library) {
      const decode = needed(library.decode, 'decode');
      const isLoaded = needed(library.isLoaded, 'decode');
      const stored = repliesOf(shape, count);
      let documents: readonly object[] = [];
      return {
        kind: 'timed',
        run({ units }) {
          for (let unit = 0; unit < units; unit++) documents = decode(stored);
        },
        check() {
          if (documents.length !== count || !documents.every(isLoaded)) throw new Error('Not decoded.');
          documents.forEach((document, index) => {
            assertValues(document, shape.makeValues(index));
          });
          documents = [];
        },
      };
    },
  };
}

/** As the driver has them: each a part of the memory of a whole reply, of at most about 100 documents. */
function repliesOf(shape: Shape, count: number): Uint8Array[] {
  const stored: Uint8Array[] = [];
  while (stored.length < count) {
    const each = Array.from({ length: Math.min(100, count - stored.length) }, (_, index) =>
      BSON.serialize({ _id: new ObjectId(), ...shape.makeValues(stored.length + index) }),
    );
    const reply = Buffer.concat(each);
    let start = 0;
    for (const { length } of each) stored.push(reply.subarray(start, (start += length)));
  }
  return stored;
}

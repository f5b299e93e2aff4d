import { BSON, MinKey } from 'mongodb';

/** Stands in a document for BSON's old undefined, which the driver cannot write. */
export const oldUndefined = new MinKey();

/** A stored document. Both types have no bytes of their own; the byte of the one that stands for the other is in nothing else here. */
export function bytesWithUndefined(stored: object): Buffer {
  return Buffer.from(BSON.serialize(stored)).map((byte) => (byte === 0xff ? 0x06 : byte)) as Buffer;
}

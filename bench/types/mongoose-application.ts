import { scalarNames } from './application.js';
import type { GeneratedProgram } from './application.js';

/** Generates the application of `application.ts` as it is written with mongoose: pages by hand, and types inferred from the schemas. */
export function mongooseApplicationOf(classes: number, fields: number): GeneratedProgram {
  const parts = [
    'const address = new Schema({ street: { type: String, required: true }, city: String, zip: Number }, { _id: false });',
  ];
  for (let index = 0; index < classes; index++) parts.push(modelOf(index, fields), useOf(index));
  return { imports, body: parts.join('\n') };
}

const imports = `
import { model, Schema } from 'mongoose';
import type { HydratedDocument, InferSchemaType, Types } from 'mongoose';
`;

function modelOf(index: number, fields: number): string {
  return `const schema${index} = new Schema({
    ${scalarNames(fields)
      .map((name, n) => `${name}: { type: ${scalars[n % scalars.length]}, required: true },`)
      .join('\n')}
    address,
    others: { type: [address], required: true },
  });
  type D${index} = InferSchemaType<typeof schema${index}>;
  const Model${index} = model('D${index}', schema${index});`;
}

function useOf(index: number): string {
  const all = `Model${index}`;
  return `export async function use${index}(after: { f0: string; f1: number; _id: Types.ObjectId }) {
    const made = new ${all}({ f0: 'a', f1: 1, address: { street: 'b' } });
    await made.save();
    const found: HydratedDocument<D${index}> = await ${all}.findById(made._id).orFail();
    found.set({ f1: 2, f2: new Date() });
    found.f0 = 'b';
    await found.save();
    await ${all}.find({ f0: 'a', 'address.city': 'b', 'others.1.zip': 3 }).sort({ f1: 'asc' });
    await ${all}.find({ f1: { $gt: 1, $lt: 5 }, f5: { $regex: 'a' }, others: { $elemMatch: { street: 'a', zip: { $gt: 3 } } } }).countDocuments();
    const some = await ${all}.find({ f3: true, $or: [{ f0: { $regex: 'a' } }, { 'address.zip': { $gt: 3 } }] }).select<Pick<D${index}, 'f0' | 'f1'>>('f0 f1');
    const items = await ${all}.find({ f1: { $gt: 1 } }).sort({ f2: 'desc' }).skip(20).limit(20);
    const total = await ${all}.countDocuments({ f1: { $gt: 1 } });
    const behind = { $or: [{ f1: { $gt: after.f1 } }, { f1: after.f1, f0: { $lt: after.f0 } }, { f1: after.f1, f0: after.f0, _id: { $gt: after._id } }] };
    const next = await ${all}.find({ $and: [{ $or: [{ f0: 'a' }, { f1: 2 }] }, behind] }).sort({ f1: 'asc', f0: 'desc', _id: 'asc' }).limit(21);
    return [some[0]?.f0, items[0]?.f1, total, next[0]?.others[0]?.zip];
  }`;
}

const scalars = ['String', 'Number', 'Date', 'Boolean', 'Schema.Types.ObjectId'];

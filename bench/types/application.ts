/** A generated program, apart from its imports, so that these can be compiled alone. */
export interface GeneratedProgram {
  readonly imports: string;
  readonly body: string;
}

/**
 * Generates an application of this package: document classes with scalars, an embedded document and a list of them, and for each a function
 * that makes, changes, finds and counts documents and reads pages of them.
 */
export function applicationOf(classes: number, fields: number): GeneratedProgram {
  const parts = [
    '@EmbeddedDocument() class Address { @Field() street!: string; @Field() city?: string; @Field() zip?: number; }',
  ];
  for (let index = 0; index < classes; index++) parts.push(classOf(index, fields), useOf(index));
  return { imports, body: parts.join('\n') };
}

const imports = `
import { ObjectId } from 'mongodb';
import { and, contains, Document, elemMatch, EmbeddedDocument, Field, gt, Id, lt, or } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
`;

function classOf(index: number, fields: number): string {
  return `@Document() class D${index} {
    @Id() id!: ObjectId;
    ${scalarNames(fields)
      .map((name, n) => `@Field() ${name}!: ${scalars[n % scalars.length]};`)
      .join('\n')}
    @Field() address?: Address;
    @Field(() => [Address]) others: Address[] = [];
  }`;
}

function useOf(index: number): string {
  return `export async function use${index}(all: DocumentRepository<D${index}>, after: string | null) {
    const made = all.build({ f0: 'a', f1: 1, address: { street: 'b' } });
    await all.save(made);
    const found = await all.getById(made.id);
    all.assign(found, { f1: 2, f2: new Date() });
    found.f0 = 'b';
    await all.save(found);
    await all.find({ f0: 'a', 'address.city': 'b', 'others.1.zip': 3 }).sort({ f1: 'asc' }).toArray();
    await all.find({ f1: and(gt(1), lt(5)), f5: contains('a'), others: elemMatch({ street: 'a', zip: gt(3) }) }).count();
    const some = await all.find(and({ f3: true }, or({ f0: contains('a') }, { 'address.zip': gt(3) }))).select('f0', 'f1').toArray();
    const page = await all.find({ f1: gt(1) }).sort({ f2: 'desc' }).page({ number: 2, size: 20 });
    const next = await all.find(or({ f0: 'a' }, { f1: 2 })).sort({ f1: 'asc', f0: 'desc' }).page({ first: 20, after });
    return [some[0]?.f0, page.items[0]?.f1, page.total, next.items[0]?.others[0]?.zip];
  }`;
}

/** The names of the fields apart from the id, the embedded document and the list. */
export function scalarNames(fields: number): string[] {
  return Array.from({ length: fields - 3 }, (_, n) => `f${n}`);
}

const scalars = ['string', 'number', 'Date', 'boolean', 'ObjectId'];

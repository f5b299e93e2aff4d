import { resolve } from 'node:path';
import ts from 'typescript';
import { applicationOf } from '../../bench/types/application.js';
import type { GeneratedProgram } from '../../bench/types/application.js';

/** How many types the compiler makes for a program, and the errors that it finds in it. */
export interface CompileCost {
  readonly instantiations: number;
  readonly errors: readonly string[];
}

/** Compiles a program that stands in memory, as the project is compiled. The types of the package itself are not counted. */
export function costOf(body: string, imports = ownImports): CompileCost {
  const alone = costsAlone.get(imports) ?? compile(`${imports}export {};`);
  costsAlone.set(imports, alone);
  const full = compile(imports + body);
  return { ...full, instantiations: full.instantiations - alone.instantiations };
}

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile.bind(ts.sys)).config,
  ts.sys,
  resolve('.'),
);
options.noUnusedLocals = false;
const path = resolve('test/types/fixtures/generated.ts');
/** The costs of imports alone. */
const costsAlone = new Map<string, CompileCost>();
const files = new Map<string, ts.SourceFile | undefined>();

function compile(source: string): CompileCost {
  const host = ts.createCompilerHost(options);
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    if (name === path) return ts.createSourceFile(path, source, version, true);
    if (!files.has(name)) files.set(name, original(name, version));
    return files.get(name);
  };
  const program = ts.createProgram([path], options, host);
  const errors = program.getSemanticDiagnostics(program.getSourceFile(path));
  return {
    instantiations: (program as unknown as { getInstantiationCount(): number }).getInstantiationCount(),
    errors: errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  };
}

const ownImports = `
import { ObjectId } from 'mongodb';
import { CreatedAt, Document, EmbeddedDocument, Field, Id, Version } from 'nestjs-documents';
import type { ChangeSet, DocumentRepository, DocumentFilter, DocumentPath, DocumentSort } from 'nestjs-documents';
`;

/** An application, with an aggregation of each class. */
export function aggregationsOf(classes: number, fields: number): GeneratedProgram {
  const { imports, body } = applicationOf(classes, fields);
  const uses = Array.from(
    { length: classes },
    (_, index) => `
      export const rows${index} = (all: DocumentRepository<D${index}>) =>
        all
          .aggregate()
          .match({ f0: 'a', 'address.city': 'b' })
          .unwind('others')
          .group({ city: 'address.city' }, (e) => ({
            count: e.count(),
            total: e.sum('f1'),
            zips: e.sum(e.multiply(e.field('others.zip'), 2)),
          }))
          .sort({ total: 'desc' })
          .toArray();`,
  );
  return { imports, body: body + uses.join('') };
}

/** Decorated document classes, each with as many fields besides those with roles. */
export function decoratedClasses(classes: number, fields: number): string {
  const parts = [
    '@EmbeddedDocument() class Address { @Field() street!: string; @Field(() => Number) zip?: number; }',
  ];
  for (let index = 0; index < classes; index++) {
    const own = Array.from(
      { length: fields },
      (_, n) => `${decorators[n % decorators.length]} f${n}!: ${types[n % types.length]};`,
    );
    parts.push(`@Document() class D${index} {
      @Id() id!: ObjectId; @Version() version!: number; @CreatedAt() createdAt!: Date; ${own.join('\n')}
    }`);
  }
  return parts.join('\n');
}

const decorators = [
  `@Field({ required: true, default: 'a' })`,
  '@Field({ validate: (value: number) => value > 1 })',
  '@Field(() => [String])',
  '@Field(() => [Address])',
  '@Field()',
];
const types = ['string', 'number', 'string[]', 'Address[]', 'Date'];

/** The shape of classes that hold each other. */
export interface NestedShape {
  /** In each class. */
  readonly scalars: number;
  /** Fields of each class that hold other classes, */
  readonly nested: number;
  /** and how many of these are lists. */
  readonly lists: number;
  /** Fields of each class that are maps of other classes. Default none. */
  readonly maps?: number;
  /** How many classes there are: each holds the next ones, the last ones the first ones. */
  readonly classes: number;
}

/** Classes that hold each other without an end, and what is said of their paths: right ones, and a wrong one at the first level and at the second. */
export function nestedClasses(shape: NestedShape): string {
  const { nested, lists, maps = 0 } = shape;
  const last = `c${nested - 1}`;
  return `${classesOf(shape)}
    export const filter: DocumentFilter<C0> = { s0: 'a', 'c0.s1': 3, '${last}.${last}.s1': 3, '${last}.${last}.${last}.s1': 3${lists > 0 ? ", 'c0.0.s1': 3" : ''}${maps > 0 ? ", 'm0.x.s1': 3" : ''} };
    export const sort: DocumentSort<C0> = { s0: 'asc', '${last}.s1': 'desc', '${last}.${last}.${last}.s1': 1 };
    export const path: DocumentPath<C0> = '${last}.${last}.s0';
    export const mapped: { readonly [P in DocumentPath<C0>]?: 1 } = { 'c0.s0': 1 };
    // @ts-expect-error an unknown field
    export const unknownField: DocumentFilter<C0> = { s99: 'a' };
    // @ts-expect-error an unknown path
    export const unknownPath: DocumentSort<C0> = { '${last}.s99': 1 };
    // @ts-expect-error a value of another type
    export const wrongValue: DocumentFilter<C0> = { '${last}.s1': 'text' };
  `;
}

/** The same classes, and what is asked of their change sets: right paths, and a wrong one at the first level and at the second. */
export function nestedChanges(shape: NestedShape): string {
  const last = `c${shape.nested - 1}`;
  return `${classesOf(shape)}
    export function look(changes: ChangeSet<C0>, base: (changes: ChangeSet<object>) => void): number | undefined {
      base(changes);
      changes.has('${last}');
      ${shape.lists > 0 ? "changes.has('c0.0.s1');" : ''}
      // @ts-expect-error an unknown field
      changes.has('s99');
      // @ts-expect-error an unknown path
      changes.has('${last}.s99');
      return changes.get('s1')?.before;
    }
  `;
}

function classesOf({ scalars, nested, lists, maps = 0, classes }: NestedShape): string {
  const parts: string[] = [];
  for (let index = 0; index < classes; index++) {
    const held = Array.from({ length: nested }, (_, n) => {
      const name = `C${(index + n + 1) % classes}`;
      return `c${n}?: ${n < lists ? `${name}[]` : name};`;
    });
    const mapped = Array.from(
      { length: maps },
      (_, n) => `m${n}?: Map<string, C${(index + n + 1) % classes}>;`,
    );
    const own = Array.from({ length: scalars }, (_, n) => `s${n}!: ${scalar(n)};`);
    parts.push(`class C${index} { id!: ObjectId; ${own.join(' ')} ${held.join(' ')} ${mapped.join(' ')} }`);
  }
  return parts.join('\n');
}

function scalar(index: number): string {
  return ['string', 'number', 'Date', 'boolean', 'ObjectId'][index % 5] as string;
}

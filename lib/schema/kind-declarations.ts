import { isDate, isUint8Array } from 'node:util/types';
import type { FieldConstraints } from './declare/constraints.js';

/** The declaration of a kind of values, and the constraints it allows. */
export interface KindDeclaration {
  /** Functions and classes of JavaScript that declare it. */
  readonly classes?: readonly unknown[];
  /** The tag of the driver's class that declares it. */
  readonly tag?: string;
  /** The constraints that its fields can have; `validate` fits every kind. */
  readonly constraints: readonly Exclude<keyof FieldConstraints, 'validate'>[];
  /** Whether a value, neither null nor undefined, can be one of its choices. */
  isChoice?(choice: unknown): boolean;
  /** Whether a value can be its `min` or `max`. */
  isLimit?(limit: unknown): boolean;
  /** Its name in messages, given the name of the type that it holds. */
  describe?(of: string): string;
}

const single = ['enum', 'choices'] as const;
const ordered = [...single, 'min', 'max'] as const;
const sized = ['minLength', 'maxLength'] as const;

const isTagged = (choice: unknown): boolean =>
  typeof choice === 'object' && choice !== null && '_bsontype' in choice;
const isNumberLimit = (limit: unknown): boolean =>
  typeof limit === 'bigint' || (typeof limit === 'number' && !Number.isNaN(limit));
const isValidDate = (value: unknown): boolean => isDate(value) && !Number.isNaN(value.getTime());
const ofNumber = {
  constraints: ordered,
  isChoice: (choice: unknown) => typeof choice === 'number' && !Number.isNaN(choice),
  isLimit: isNumberLimit,
};

/** Values that are stored as one BSON value. `number` is int32 or double as the value requires; `any` is stored as it is. */
const scalars = {
  string: {
    classes: [String],
    constraints: [...single, ...sized, 'pattern'],
    isChoice: (choice) => typeof choice === 'string',
  },
  number: { ...ofNumber, classes: [Number] },
  int32: { ...ofNumber, tag: 'Int32' },
  double: { ...ofNumber, tag: 'Double' },
  bigint: {
    classes: [BigInt],
    tag: 'Long',
    constraints: ordered,
    isChoice: (choice) => typeof choice === 'bigint',
    isLimit: isNumberLimit,
  },
  boolean: { classes: [Boolean], constraints: single, isChoice: (choice) => typeof choice === 'boolean' },
  date: { classes: [Date], constraints: ordered, isChoice: isValidDate, isLimit: isValidDate },
  objectId: { tag: 'ObjectId', constraints: single, isChoice: isTagged },
  binary: { tag: 'Binary', constraints: single, isChoice: isTagged },
  buffer: { classes: [Buffer, Uint8Array], constraints: [...single, ...sized], isChoice: isUint8Array },
  uuid: { tag: 'UUID', constraints: single, isChoice: isTagged },
  decimal128: { tag: 'Decimal128', constraints: single, isChoice: isTagged },
  any: { constraints: single, isChoice: (choice) => !Number.isNaN(choice) },
} satisfies Readonly<Record<string, KindDeclaration>>;

/** Values that hold others. */
const containers = {
  array: { constraints: [...sized, 'each'], describe: (of) => `${of}[]` },
  map: { constraints: [...sized, 'each'], describe: (of) => `map of ${of}` },
  embedded: { constraints: [] },
} satisfies Readonly<Record<string, KindDeclaration>>;

export type ScalarKind = keyof typeof scalars;
export type KindName = ScalarKind | keyof typeof containers;

/** All kinds of values that fields can have. A new kind is a row here; its behaviour is in `kind/`. */
export const kindDeclarations: Readonly<Record<KindName, KindDeclaration>> = Object.freeze({
  ...scalars,
  ...containers,
});

/** The kind that a function or class declares; undefined if it declares none. */
export function kindDeclaredBy(declared: { readonly prototype?: unknown }): ScalarKind | undefined {
  const tag = tagOf(declared);
  const found = Object.entries<KindDeclaration>(scalars).find(
    ([, row]) => row.classes?.includes(declared) === true || (tag !== undefined && row.tag === tag),
  );
  return found?.[0] as ScalarKind | undefined;
}

/** The tag of a class of the driver, the same for every copy of the driver. A UUID has the tag of Binary. */
function tagOf(declared: { readonly prototype?: unknown }): unknown {
  const tag = (declared.prototype as { readonly _bsontype?: unknown } | undefined)?._bsontype;
  return tag === 'Binary' && 'generate' in declared ? 'UUID' : tag;
}

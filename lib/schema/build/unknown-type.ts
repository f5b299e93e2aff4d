import { findRecord } from '../declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../declare/class-record.js';
import { findOtherCopy } from '../declare/copies.js';
import { UnknownFieldTypeError } from '../schema-errors.js';

const asItIs = `or @Field(() => 'any') to store it as it is`;

/** The error of a field whose type is not declared, and for which the compiler emits too little. */
export function unknownEmitted(field: string, record: FieldRecord): UnknownFieldTypeError {
  const [reason, remedy] = emittedParts(record);
  return new UnknownFieldTypeError([{ field, reason, remedy }]);
}

function emittedParts({ emittedType, isTypeEmitted, constraints }: FieldRecord): readonly [string, string] {
  if (constraints.enum)
    return [
      'The compiler emitted no class for it, and its enum is empty or mixes strings and numbers',
      `Declare it: @Field(() => 'any', { choices: […] })`,
    ];
  if (emittedType === Array)
    return [
      'The compiler says that it is an array, but not of which type',
      `Declare it: @Field(() => [String]), ${asItIs}`,
    ];
  if (emittedType === Map)
    return [
      'The compiler says that it is a Map, but not of which type',
      `Declare it: @Field(() => mapOf(String)), ${asItIs}`,
    ];
  if (emittedType === Function)
    return ['The compiler says that it is a function', 'Remove @Field(): functions are not stored'];
  if (emittedType === Object)
    return [
      'The compiler emitted no class for it, as for interfaces, unions, properties without a written type, and classes imported with "import type"',
      `Declare it: @Field(() => String) for a union of texts, @Field(() => Address) for a class with @EmbeddedDocument() and a plain import, ${asItIs}`,
    ];
  if (typeof emittedType === 'object' && emittedType !== null)
    return ['The compiler says that it is an enum', 'Give the enum: @Field({ enum: Size })'];
  if (isTypeEmitted)
    return [
      'Its class was not yet defined when this one was declared, as happens when modules import each other in a circle',
      'Declare it: @Field(() => Address), with Circular<Address> as the type of the property',
    ];
  return [
    'The compiler emitted no class for it',
    `Set "emitDecoratorMetadata" in tsconfig.json, or, if the compiler does not support it, declare the type: @Field(() => String), ${asItIs}`,
  ];
}

/** The error of a field whose type function returns something other than a type. */
export function unknownDeclared(field: string, declared: unknown): UnknownFieldTypeError {
  const [reason, remedy] = typeof declared === 'function' ? ofClass(declared) : ofOther(declared);
  return new UnknownFieldTypeError([{ field, reason, remedy }]);
}

/** The error of a field whose type function throws. */
export function unknownThrown(field: string, error: unknown): UnknownFieldTypeError {
  const name = error instanceof ReferenceError ? 'a ReferenceError' : 'an error';
  return new UnknownFieldTypeError([
    {
      field,
      reason: `Its type function throws ${name}, as happens when a class is imported with "import type" or modules import each other in a circle`,
      remedy: 'Import the class from its own file, with a plain import',
    },
  ]);
}

/** The remedies for built-in classes, which cannot be decorated. */
const builtIn = new Map<unknown, string>([
  [Object, `Name a class with @EmbeddedDocument(), ${asItIs}`],
  [Map, 'Declare its contents: @Field(() => mapOf(String))'],
  [Set, 'Make it an array: @Field(() => [String])'],
  [Array, 'Declare its contents: @Field(() => [String])'],
  [Promise, 'Store its result, and declare that type'],
  [RegExp, 'Store its text: @Field(() => String)'],
  [URL, 'Store its text: @Field(() => String)'],
  [Symbol, 'Store its text: @Field(() => String)'],
  [Function, 'Remove @Field(): functions are not stored'],
]);

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any function may have been written there
function ofClass(declared: Function): readonly [string, string] {
  const reason = `${declared.name || 'Its class'} is neither a type that can be stored nor an embedded document`;
  const otherCopy = findOtherCopy(declared);
  if (otherCopy) return [otherCopy.reason, otherCopy.remedy];
  const known = builtIn.get(declared);
  if (known !== undefined) return [reason, known];
  if (findRecord(declared as unknown as DocumentClass)?.document)
    return [
      reason,
      'It has a collection of its own: store its id (@Field(() => ObjectId)), or hold a class with @EmbeddedDocument()',
    ];
  return [
    reason,
    'Decorate the class with @EmbeddedDocument(), or declare another type: @Field(() => String)',
  ];
}

function ofOther(declared: unknown): readonly [string, string] {
  const reason = 'Its type function does not return a class';
  if (declared === undefined)
    return [
      `${reason}, as happens when modules import each other in a circle`,
      'Import the class from its own file',
    ];
  if (Array.isArray(declared))
    return [
      `${reason}, but a list of ${declared.length}`,
      `Write the one type of all elements: [String], or ['any'] for several`,
    ];
  if (typeof declared === 'object' && declared !== null)
    return [`${reason}, but an object such as an enum`, 'Give an enum as an option: @Field({ enum: Size })'];
  return [reason, `Return a class, String, Number, Boolean or BigInt: @Field(() => String), ${asItIs}`];
}

/** Declared as a method, so that a normaliser may name the type of its parameter. */
interface Functions {
  normalise(value: unknown): unknown;
}

/**
 * Turns a value of a field into the form that is stored. Synchronous, returns a value of the same type, and leaves its own results as they
 * are: a value is normalised several times.
 */
export type FieldNormaliser = Functions['normalise'];

/**
 * The form in which the values of a field are stored and looked for: null and undefined stay as they are, and every element of an array or
 * entry of a map is normalised.
 */
export interface FieldNormalisation<Text = boolean, Normalise = unknown> {
  /** Whether white space at both ends of a string is removed. Default false. */
  readonly trim?: Text;
  /** Whether letters of a string become lower case. Default false. */
  readonly lowercase?: Text;
  /** Whether letters of a string become upper case. Default false. */
  readonly uppercase?: Text;
  /** Called after the other three, for single values of any declared type. An error that it throws rejects the operation; nothing is sent. */
  readonly normalise?: Normalise & FieldNormaliser;
}

/** The normalisation of single values, as in the schema. */
export interface Normaliser {
  /** Class and property, as in `Person.email`. */
  readonly field: string;
  readonly trims: boolean;
  readonly letterCase: 'lower' | 'upper' | undefined;
  readonly normalise: FieldNormaliser | undefined;
}

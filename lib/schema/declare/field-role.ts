/** What a field is for, beside holding a value: behaviours of the library give such fields their values. */
export type FieldRole =
  | { readonly kind: 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' }
  | {
      readonly kind: 'sequence';
      /** The counter's name; undefined for that of the class and the field. */
      readonly counter: string | undefined;
      /** The first number. */
      readonly start: number;
    };

/** The library's own use of a field: a behaviour gives it its value. */
export type FieldRole =
  | { readonly kind: 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'leasedUntil' | 'leasedBy' }
  | {
      readonly kind: 'createdBy' | 'updatedBy';
      /** Takes the context of the write. */
      readonly source: (context: never) => unknown;
    }
  | {
      readonly kind: 'expiresAt';
      /** The time from the insert on, as given; undefined if only documents expire that have a time of their own. */
      readonly after: unknown;
    }
  | {
      readonly kind: 'sequence';
      /** The counter's name; undefined for that of the class and the field. */
      readonly counter: string | undefined;
      /** The first number. */
      readonly start: number;
    }
  | {
      readonly kind: 'counter';
      /** Returns the class of the counted documents. Called once all classes exist. */
      readonly counted: () => unknown;
      /** The path of the field with `@Reference()` in that class. */
      readonly reference: string;
    };

import type { DocumentClass } from './class-record.js';

/** A property that populate fills with the documents whose ids a field of its own class holds. */
export interface BelongsToRecord {
  readonly kind: 'belongsTo';
  readonly name: string;
  /** The name of the field with `@Reference()`. */
  readonly reference: string;
}

/** A property that populate fills with the documents that refer to this one. */
export interface HasRecord {
  readonly kind: 'hasMany' | 'hasOne';
  readonly name: string;
  /** Returns the class that refers to this one. Called once all classes exist. */
  readonly target: () => DocumentClass;
  /** The path of the field with `@Reference()` in that class. */
  readonly reference: string;
}

export type TargetRecord = BelongsToRecord | HasRecord;

import { isDeepStrictEqual } from 'node:util';
import type { Document as Stored } from 'mongodb';

/** The values of a document as plain data; ids as text. */
export type Values = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly version: number;
  readonly amount: number;
  readonly saves: number;
  readonly trail: readonly string[];
};

export function valuesOf(document: object): Values {
  return JSON.parse(JSON.stringify(document)) as Values;
}

export function valuesOfStored({ _id, ...rest }: Stored): Values {
  return valuesOf({ id: _id, ...rest });
}

export const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

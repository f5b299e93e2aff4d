import { DocumentRepository } from 'nestjs-documents';
import { publicMethods } from '../public-methods.js';

/** The first argument of a repository method; `nothing` for one that takes options only. */
export type MethodKind =
  'filter' | 'id' | 'ids' | 'parts' | 'path' | 'nothing' | 'document' | 'documents' | 'values' | 'pipeline';

const kinds: Readonly<Record<string, MethodKind>> = {
  build: 'values',
  create: 'values',
  assign: 'document',
  save: 'document',
  saveMany: 'documents',
  modify: 'document',
  bulkWrite: 'parts',
  changes: 'document',
  insertMany: 'documents',
  getById: 'id',
  findById: 'id',
  findByIds: 'ids',
  getOne: 'filter',
  findOne: 'filter',
  find: 'filter',
  populate: 'documents',
  aggregate: 'pipeline',
  exists: 'filter',
  count: 'filter',
  estimatedCount: 'nothing',
  distinct: 'path',
  reload: 'document',
  delete: 'document',
  deleteMany: 'filter',
  deleteOne: 'filter',
  deleteById: 'id',
  deletePlan: 'document',
  deleteManyPlan: 'filter',
  findOneAndUpdate: 'filter',
  findOneAndReplace: 'filter',
  findOneAndDelete: 'filter',
  upsertOne: 'filter',
  replace: 'document',
  restore: 'document',
  restoreMany: 'filter',
  claim: 'filter',
  renew: 'id',
  release: 'id',
  updateOne: 'filter',
  updateMany: 'filter',
  updateById: 'id',
};

/** The public methods of `DocumentRepository`, with those that it inherits. */
export const repositoryMethods: readonly string[] = publicMethods(DocumentRepository);

/** Those whose kind is not known here: a test that goes through the methods by kind would miss them. */
export const unknownMethods: readonly string[] = repositoryMethods.filter((name) => !(name in kinds));

export function methodsOfKind(...wanted: MethodKind[]): string[] {
  return repositoryMethods.filter((name) => wanted.includes(kinds[name] as MethodKind));
}

/** The methods whose second argument is an update, or the values of a replacement. */
const updatingMethods: readonly string[] = [
  ...['updateOne', 'updateMany', 'updateById', 'findOneAndUpdate', 'upsertOne', 'modify'],
  'findOneAndReplace',
];

/** The methods that cannot do without options. */
const leasingMethods: readonly string[] = ['claim', 'renew', 'release'];

/** The arguments of a method: with an update of a person, or a list of paths, as the second one, where the method takes one, and with a lease. */
export function argumentsOf(method: string, [first, ...others]: readonly unknown[]): unknown[] {
  if (leasingMethods.includes(method))
    return [first, { for: '1m', by: 'the test', ...(others[0] as object | undefined) }];
  if (method === 'populate') return [first, [], ...others];
  return updatingMethods.includes(method) ? [first, { name: 'Eve', age: 1 }, ...others] : [first, ...others];
}

/** Calls a method with what no caller should give it; a query set is read. */
export async function callMethod(repository: object, method: string, ...given: unknown[]): Promise<unknown> {
  const result: any = await (repository as Record<string, any>)[method](...argumentsOf(method, given));
  return method === 'find' ? result.toArray() : result;
}

import { folderOf } from './source-files.js';
import type { SourceFile } from './source-files.js';

/** A folder imports folders of lower ranks only; those of one rank never import each other. */
export const ranks: Readonly<Record<string, number>> = {
  errors: 0,
  signal: 1,
  schema: 1,
  document: 2,
  validation: 2,
  codec: 2,
  state: 2,
  query: 3,
  connection: 3,
  lifecycle: 3,
  repository: 4,
  indexes: 4,
  behaviour: 5,
  listener: 5,
  module: 6,
  testing: 6,
  'class-validator': 6,
  http: 6,
};

/** The imports that go up or sideways, types included. The entry, which has no folder, imports all and is imported by none. */
export function rankBreaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, folder, imports }) =>
    imports.flatMap(({ specifier, target }) => {
      const targetFolder = target && folderOf(target);
      if (targetFolder === undefined || targetFolder === folder || folder === '') return [];
      const [rank, targetRank] = [ranks[folder], ranks[targetFolder]];
      if (rank === undefined)
        return [`${path}: the folder ${folder}/ has no rank in test/architecture/ranks.ts`];
      if (targetRank !== undefined && targetRank < rank) return [];
      const found =
        targetFolder === '' ? 'the entry is above all' : `${targetFolder}/ has ${targetRank ?? 'none'}`;
      return [
        `${path} imports ${specifier}: ${folder}/ (rank ${rank}) imports lower ranks only, and ${found}`,
      ];
    }),
  );
}

/** Files that import each other in a circle, each circle once: `a.ts → b.ts → a.ts`. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      cycles.push(
        `${[...way.slice(way.indexOf(path)), path].join(' → ')}: files never import each other in a circle`,
      );
      return;
    }
    if (finished.has(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) if (target) visit(target, [...way, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

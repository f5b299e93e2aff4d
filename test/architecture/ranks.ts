import { folderOf } from './source-files.js';
import type { SourceFile } from './source-files.js';

/** A folder imports folders of lower ranks only; those of one rank never import each other. */
export const ranks: Readonly<Record<string, number>> = {
  errors: 0,
  value: 0,
  source: 0,
  signal: 1,
  schema: 1,
  document: 2,
  kind: 2,
  validation: 3,
  codec: 3,
  state: 3,
  query: 4,
  connection: 4,
  lifecycle: 4,
  repository: 5,
  indexes: 5,
  behaviour: 6,
  listener: 6,
  module: 7,
  testing: 7,
  'class-validator': 7,
  http: 7,
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

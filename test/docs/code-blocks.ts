import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of the docs whose TypeScript blocks, one after another, are a program. */
export interface Program {
  /** Path of the written program, for the compiler and for imports. */
  readonly file: string;
  /** The lines that it prints according to its comments. */
  readonly prints: readonly string[];
}

/** Writes the program of a page: imports first, each once, then the blocks in their order, on a database of its own. */
export function writeProgram(page: string, uri: string): Program {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```ts\n([^]*?)^```/gm)].map(
    ([, code]) => code ?? '',
  );
  const code = blocks.join('\n').replaceAll('mongodb://localhost:27017/app', uri);
  const statement = /^import [^;]+;\n/gm;
  const imports = mergeImports(code.match(statement) ?? []);
  const file = join('.cache', 'docs', `${page.replaceAll(/\W+/g, '-')}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `import 'reflect-metadata';\n${imports}\n${code.replaceAll(statement, '')}\nexport {};\n`,
  );
  return { file, prints: [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line]) => line ?? '') };
}

/** Later blocks import what earlier ones have imported: a name is imported once. */
function mergeImports(imports: readonly string[]): string {
  const seen = new Set<string>();
  return imports
    .map((statement) => {
      const [, type = '', names = '', from = ''] =
        /^import (type )?\{([^}]+)\} from '([^']+)'/.exec(statement) ?? [];
      const fresh = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !seen.has(name));
      for (const name of fresh) seen.add(name);
      return fresh.length === 0 ? '' : `import ${type}{ ${fresh.join(', ')} } from '${from}';`;
    })
    .join('\n');
}

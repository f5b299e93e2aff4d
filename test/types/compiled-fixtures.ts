import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import ts from 'typescript';

/** One `// @ts-expect-error TS2345 what is refused` of a fixture, which stands for the statement that begins on the next line. */
export interface Expectation {
  readonly file: string;
  readonly line: number;
  readonly codes: readonly number[];
  readonly fact: string;
}

export interface CompileError {
  readonly file: string;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

const folder = resolve('test/types/fixtures');
const marker = /^\s*\/\/ @ts-expect-error(?: TS(\d+(?:,\d+)*) (.+))?$/;

export const fixtures: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => resolve(folder, name));

export function expectationsOf(fixture: string): Expectation[] {
  const lines = (ts.sys.readFile(fixture) ?? '').split('\n');
  return lines.flatMap((text, index) => {
    const found = marker.exec(text);
    return found
      ? [
          {
            file: basename(fixture),
            line: index + 2,
            codes: (found[1] ?? '').split(',').map(Number),
            fact: found[2] ?? '',
          },
        ]
      : [];
  });
}

/** Compiles the fixtures as the project is compiled. */
export class Compilation {
  readonly #options = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', ts.sys.readFile.bind(ts.sys)).config,
    ts.sys,
    resolve('.'),
  ).options;
  readonly #sourceFiles = new Map<string, ts.SourceFile | undefined>();

  /** The errors that a user of the fixtures sees: those that are not expected, and expectations of which there was no error. */
  visibleErrors(): CompileError[] {
    return this.#compile((text) => text);
  }

  /** All errors, the expected ones included. */
  allErrors(): CompileError[] {
    return this.#compile((text) => text.replaceAll('@ts-expect-error', 'expect-error-ts'));
  }

  #compile(change: (text: string) => string): CompileError[] {
    const host = ts.createCompilerHost(this.#options);
    const original = host.getSourceFile.bind(host);
    host.getSourceFile = (path, options) => {
      if (fixtures.includes(path))
        return ts.createSourceFile(path, change(ts.sys.readFile(path) ?? ''), options, true);
      if (!this.#sourceFiles.has(path)) this.#sourceFiles.set(path, original(path, options));
      return this.#sourceFiles.get(path);
    };
    const program = ts.createProgram(fixtures, this.#options, host);
    return fixtures
      .flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
      .map(toError);
  }
}

function toError({ file, start = 0, code, messageText }: ts.Diagnostic): CompileError {
  return {
    file: basename(file?.fileName ?? ''),
    line: (file?.getLineAndCharacterOfPosition(start).line ?? -1) + 1,
    code,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  };
}

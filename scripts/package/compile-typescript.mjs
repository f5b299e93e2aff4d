/** Compiles as `tsconfig.json` says, and without checking types: for the tests and for programs that run from the sources. */
const options = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

/**
 * @param {string} source
 * @param {string} filename
 * @param {{ sourceMaps?: boolean | 'inline' }} [more]
 * @returns {Promise<{ code: string, map?: string }>}
 */
export async function compileTypeScript(source, filename, { sourceMaps = 'inline' } = {}) {
  const { transform } = await import('@swc/core');
  return transform(source, { ...options, sourceMaps, filename });
}

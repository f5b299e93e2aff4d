import { isObject } from './own-value.js';

/** The default export of a module, an ES module or CommonJS, if it is a function; else the classes with a method. */
export function exportedClasses(
  exported: unknown,
  hasMethod: (value: unknown) => boolean,
): readonly unknown[] {
  if (!isObject(exported)) return [];
  const { default: standard } = exported;
  if (typeof standard === 'function') return [standard];
  // A module in CommonJS, as an ES module sees it.
  if (isObject(standard) && typeof standard['default'] === 'function') return [standard['default']];
  const all = [...Object.values(exported), ...(isObject(standard) ? Object.values(standard) : [])];
  return [...new Set(all)].filter(hasMethod);
}

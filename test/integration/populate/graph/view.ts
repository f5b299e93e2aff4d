import { City, Sight } from './classes.js';
import type { View } from './model.js';
import { steps } from './steps.js';
import type { ClassName, Step, Tree } from './steps.js';

export type Holder = Readonly<Record<string, any>>;

/** A document as the model shows it. */
export function viewOf(document: Holder, className: ClassName, tree: Tree): View {
  const filled = [...tree].map(([path, below]) => {
    const { to } = steps[className][path] as Step;
    return [path, mapHeld(document, path, (each) => viewOf(each, to, below))];
  });
  const { name } = document.constructor;
  return { id: String(document.id), className: name, filled: Object.fromEntries(filled) };
}

/** The value at a path with each document replaced; maps become objects. */
export function mapHeld(document: Holder, path: string, replace: (found: Holder) => unknown): unknown {
  const mapped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mapped);
    if (value instanceof Map)
      return Object.fromEntries(
        [...(value as Map<string, unknown>)].map(([key, each]) => [key, mapped(each)]),
      );
    return value instanceof City || value instanceof Sight ? replace(value) : value;
  };
  const [first = '', second] = path.split('.');
  if (second === undefined) return mapped(document[first]);
  const holder = document[first] as Holder | readonly Holder[] | undefined;
  return Array.isArray(holder)
    ? holder.map((each: Holder) => mapped(each[second]))
    : mapped((holder as Holder | undefined)?.[second]);
}

/** The same with the lists of those that refer to a document in the order of their ids: their own order is the server's. */
export function sorted(views: readonly View[], className: ClassName): View[] {
  return views.map((view) => sortedInside(view, className)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function sortedInside(view: View, className: ClassName): View {
  const filled = Object.entries(view.filled).map(([path, value]) => {
    const { kind, to } = steps[className][path] as Step;
    if (kind === 'many') return [path, sorted(value as View[], to)];
    return [path, withViews(value, (each) => sortedInside(each, to))];
  });
  return { ...view, filled: Object.fromEntries(filled) };
}

/** A value with each view in its lists and objects replaced. */
function withViews(value: unknown, replace: (view: View) => View): unknown {
  if (Array.isArray(value)) return value.map((each) => withViews(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  if ('className' in value) return replace(value as View);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withViews(each, replace)]));
}

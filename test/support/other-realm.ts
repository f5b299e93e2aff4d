import { createContext, runInContext } from 'node:vm';

const realm = createContext({});

/** Evaluates an expression in another JavaScript realm, which has its own built-in classes: `inOtherRealm('{ name: "Ada" }')`. */
export function inOtherRealm(expression: string): any {
  return runInContext(`(${expression})`, realm);
}

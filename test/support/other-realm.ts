import { createContext, runInContext } from 'node:vm';

const realm = createContext({});

/** What an expression gives in another realm of JavaScript, whose built-in classes are others: `inOtherRealm('{ name: "Ada" }')`. */
export function inOtherRealm(expression: string): any {
  return runInContext(`(${expression})`, realm);
}

import 'reflect-metadata';
import type { SignalPhase } from '../../signal/phase.js';
import type { ListenerDeclaration } from './listener-declaration.js';

const key = 'nestjs-documents:listeners';

/** Stores the declarations of one decorator with the class that declares the method. */
export function addListeners(prototype: object, declarations: readonly ListenerDeclaration[]): void {
  // Decorators of one method are applied from the last to the first.
  Reflect.defineMetadata(key, [...declarations, ...declaredAt(prototype)], prototype);
}

/**
 * Reads the declarations of a class and its base classes, base classes first. An overriding method stays a listener; if it is declared
 * again for the same signal, class, connection and phase, its own options apply.
 */
export class ListenerMetadataAccessor {
  getListeners(prototype: object | null): readonly ListenerDeclaration[] {
    if (prototype === null || prototype === Object.prototype) return [];
    const own = inOrderOfMethods(declaredAt(prototype));
    const inherited = this.getListeners(Object.getPrototypeOf(prototype) as object | null);
    const kept = inherited.map((each) => own.find((other) => isSame(each, other)) ?? each);
    return [...new Set([...kept, ...own])];
  }
}

function declaredAt(prototype: object): readonly ListenerDeclaration[] {
  return (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly ListenerDeclaration[];
}

/** Reverses the stored order: methods are decorated from first to last, and the last one comes first. */
function inOrderOfMethods(declarations: readonly ListenerDeclaration[]): ListenerDeclaration[] {
  const methods = [...new Set(declarations.map(({ method }) => method))].reverse();
  return methods.flatMap((method) => declarations.filter((declaration) => declaration.method === method));
}

function isSame(one: ListenerDeclaration, other: ListenerDeclaration): boolean {
  return (
    one.method === other.method &&
    one.signal === other.signal &&
    one.sender === other.sender &&
    one.options.connection === other.options.connection &&
    phaseOf(one) === phaseOf(other)
  );
}

function phaseOf({ signal, options }: ListenerDeclaration): SignalPhase | undefined {
  return options.phase ?? signal.phases[0];
}

import 'reflect-metadata';
import type { SignalPhase } from '../signal/phase.js';
import type { ListenerDeclaration } from './listener-declaration.js';

const key = 'nestjs-documents:listeners';

/** Writes a declaration down at the class that declares the method. */
export function addListener(prototype: object, declaration: ListenerDeclaration): void {
  const declared = (Reflect.getOwnMetadata(key, prototype) ?? []) as readonly ListenerDeclaration[];
  Reflect.defineMetadata(key, [...declared, declaration], prototype);
}

/**
 * Reads the declarations of a class and of its base classes, those of the base classes first.
 * An overriding method stays a listener; declared again for the same signal, class and phase, its own options count.
 */
export class ListenerMetadataAccessor {
  getListeners(prototype: object): readonly ListenerDeclaration[] {
    const found: ListenerDeclaration[] = [];
    for (const declaration of inherited(prototype)) {
      const known = found.findIndex((other) => isSame(other, declaration));
      if (known < 0) found.push(declaration);
      else found[known] = declaration;
    }
    return found;
  }
}

function inherited(prototype: object | null): ListenerDeclaration[] {
  if (prototype === null || prototype === Object.prototype) return [];
  const own = (Reflect.getOwnMetadata(key, prototype) ?? []) as ListenerDeclaration[];
  // Decorators of one method are applied from the last to the first.
  return [...inherited(Object.getPrototypeOf(prototype) as object | null), ...inOrderOfReading(own)];
}

function inOrderOfReading(declarations: readonly ListenerDeclaration[]): ListenerDeclaration[] {
  const methods = [...new Set(declarations.map((declaration) => declaration.method))];
  return methods.flatMap((method) =>
    declarations.filter((declaration) => declaration.method === method).reverse(),
  );
}

function isSame(one: ListenerDeclaration, other: ListenerDeclaration): boolean {
  return (
    one.method === other.method &&
    one.signal === other.signal &&
    one.sender === other.sender &&
    one.connection === other.connection &&
    phaseOf(one) === phaseOf(other)
  );
}

function phaseOf({ signal, options }: ListenerDeclaration): SignalPhase | undefined {
  return options.phase ?? signal.phases[0];
}

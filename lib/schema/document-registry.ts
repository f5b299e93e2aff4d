import { countOfDeclared, declaredSubclasses, findRecord, lineage } from './declare/class-record.js';
import type { DocumentClass } from './declare/class-record.js';
import type { RootSchema } from './document-schema.js';
import { familyList } from './family-list.js';
import { ReferenceRules } from './reference/reference-rules.js';
import { Refusals } from './refusals.js';
import { schemaOf } from './build/schema-of.js';
import { TakenNames } from './taken-names.js';
import { withEmbedded } from './with-embedded.js';

/**
 * The document classes of one application: those it registers, and their declared subclasses. A subclass that does not fit beside the
 * registered classes is left out: it belongs to another application, or was declared anew.
 */
export class DocumentRegistry {
  #registered: ReadonlySet<RootSchema> = new Set();
  /** The registered classes and their subclasses. */
  #members: ReadonlySet<RootSchema> = new Set();
  #known: ReadonlySet<DocumentClass> = new Set();
  readonly #families = new Map<RootSchema, readonly RootSchema[]>();
  /** The names of the connections that have a repository of a class. */
  readonly #connections = new Map<RootSchema, ReadonlySet<string>>();
  /** The delete rules between the classes of a connection, by its name; empty after each change of the classes. */
  readonly #rules = new Map<string, ReferenceRules>();
  /** The number of declared classes when subclasses were last looked for. */
  #declared = 0;

  /** Registers one class, as `registerAll` does. @param connection the name of one that has a repository of it @returns its schema */
  register(documentClass: DocumentClass, connection?: string): RootSchema {
    this.registerAll([documentClass]);
    const schema = schemaOf(documentClass);
    if (connection !== undefined) {
      this.#connections.set(schema, new Set(this.#connections.get(schema)).add(connection));
      this.#rules.clear();
    }
    return schema;
  }

  /** The names of the connections that have a repository of a class, or of a class that it extends. */
  connectionsOf(schema: RootSchema): readonly string[] {
    const bases = schema.base ? this.connectionsOf(schema.base) : [];
    return [...(this.#connections.get(schema) ?? []), ...bases];
  }

  /**
   * Registers classes with their embedded documents and subclasses; if one is refused, none is registered.
   * @throws NotADocumentError
   * @throws UnknownFieldTypeError with all fields of all classes
   * @throws DuplicateDocumentNameError if two classes have one name
   * @throws InvalidSchemaError if two classes of a collection have one discriminator value
   */
  registerAll(documentClasses: readonly DocumentClass[]): void {
    const refusals = new Refusals();
    const schemas = documentClasses.map((each) => attemptSchema(each, refusals));
    if (schemas.every((each) => each && this.#registered.has(each))) return;
    const registered = new Set([...this.#registered, ...schemas.filter((each) => each !== undefined)]);
    const names = new TakenNames();
    for (const each of registered) {
      const conflict = names.take(each);
      if (conflict) refusals.add(conflict.error);
    }
    // Classes found earlier stay, so that documents in use keep their class, unless a registered class replaces them.
    const settled = new Set(registered);
    for (const each of this.#members)
      if (each.base && settled.has(each.base) && !names.take(each)) settled.add(each);
    const members = withDeclared(settled, names, refusals);
    refusals.throwAny();
    this.#registered = registered;
    this.#settle(members);
  }

  /** The schemas of all classes of this application: those registered, and their subclasses. */
  get members(): readonly RootSchema[] {
    this.#lookAgain();
    return [...this.#members];
  }

  /** Whether documents of this class, or of a subclass, can occur in this application. */
  isKnown(documentClass: DocumentClass): boolean {
    return this.#known.has(documentClass);
  }

  /** Whether documents of exactly this class belong to this application. */
  hasMember(schema: RootSchema): boolean {
    if (this.#members.has(schema)) return true;
    this.#lookAgain();
    return this.#members.has(schema);
  }

  /** The delete rules between the classes of a connection; the same object as long as no class is added. @throws InvalidSchemaError */
  rulesOf(connection: string): ReferenceRules {
    this.#lookAgain();
    const known = this.#rules.get(connection);
    if (known) return known;
    const schemas = [...this.#members].filter((each) => this.connectionsOf(each).includes(connection));
    const rules = new ReferenceRules(schemas);
    this.#rules.set(connection, rules);
    return rules;
  }

  /** The schemas of a class and its subclasses; for an abstract class only its subclasses. */
  membersOf(documentClass: DocumentClass): readonly RootSchema[] {
    const isMember = (each: RootSchema): boolean => lineage(each.documentClass).includes(documentClass);
    return [...this.#members].filter(isMember);
  }

  /** The document's name, or the class's own for classes without one. */
  nameOf(documentClass: DocumentClass): string {
    return findRecord(documentClass)?.document?.name ?? documentClass.name;
  }

  /** The class that already has the name of another class in this application. */
  otherOfName(documentClass: DocumentClass): RootSchema | undefined {
    const name = this.nameOf(documentClass);
    return [...this.#members].find((each) => each.name === name && each.documentClass !== documentClass);
  }

  /** The schemas of a class and all its subclasses in this application; the same list as long as no class is added. */
  family(schema: RootSchema): readonly RootSchema[] {
    this.#lookAgain();
    const known = this.#families.get(schema);
    if (known) return known;
    const family = familyList(this.#familyFrom(schema));
    this.#families.set(schema, family);
    return family;
  }

  #familyFrom(schema: RootSchema): [RootSchema, ...RootSchema[]] {
    const direct = [...this.#members].filter(({ base }) => base === schema);
    return [schema, ...direct.flatMap((each) => this.#familyFrom(each))];
  }

  /** Looks for classes declared since, as in a module that is loaded later. Errors in them do not concern the operation that runs now. */
  #lookAgain(): void {
    if (this.#declared === countOfDeclared()) return;
    const names = new TakenNames();
    for (const each of this.#members) names.take(each);
    this.#settle(withDeclared(this.#members, names, new Refusals()));
  }

  #settle(members: ReadonlySet<RootSchema>): void {
    this.#declared = countOfDeclared();
    this.#members = members;
    this.#families.clear();
    this.#rules.clear();
    const schemas = [...members].flatMap((each) => [...withEmbedded(each)]);
    this.#known = new Set(schemas.flatMap(({ documentClass }) => lineage(documentClass)));
  }
}

/** The schema of a class; undefined if it is refused: then its subclasses are built too, so that all errors are reported together. */
function attemptSchema(documentClass: DocumentClass, refusals: Refusals): RootSchema | undefined {
  const schema = refusals.attempt(() => schemaOf(documentClass));
  if (!schema && typeof documentClass === 'function')
    for (const subclass of declaredSubclasses(documentClass)) attemptSchema(subclass, refusals);
  return schema;
}

/** Adds the declared subclasses of the settled classes, where they fit. */
function withDeclared(
  settled: ReadonlySet<RootSchema>,
  names: TakenNames,
  refusals: Refusals,
): ReadonlySet<RootSchema> {
  const members = new Set(settled);
  const addSubclasses = (base: RootSchema): void => {
    for (const subclass of declaredSubclasses(base.documentClass)) {
      const schema = fitting(subclass, settled, names, refusals);
      if (!schema) continue;
      members.add(schema);
      addSubclasses(schema);
    }
  };
  for (const each of settled) addSubclasses(each);
  return members;
}

/** The schema of a subclass that was found; undefined if it is settled already, or left out. */
function fitting(
  documentClass: DocumentClass,
  settled: ReadonlySet<RootSchema>,
  names: TakenNames,
  refusals: Refusals,
): RootSchema | undefined {
  const isOfOthers = (owner: RootSchema | undefined): boolean =>
    owner !== undefined && settled.has(owner) && !(documentClass.prototype instanceof owner.documentClass);
  // Checked before its schema is built: errors in a class of another application do not concern this one.
  if (isOfOthers(names.ownerOf(findRecord(documentClass)?.document?.name ?? ''))) return undefined;
  const schema = attemptSchema(documentClass, refusals);
  const conflict = schema && names.take(schema);
  if (!conflict) return schema;
  if (!isOfOthers(conflict.owner)) refusals.add(conflict.error);
  return undefined;
}

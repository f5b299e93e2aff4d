import { Document, EmbeddedDocument, Field, Id, Reference } from 'nestjs-documents';
import type { DeleteRule, DocumentClass } from 'nestjs-documents';
import type { Random } from '../../../../support/random.js';

/** A reference of a class: single, in a list, or in a list of embedded documents. */
export interface RandomReference {
  readonly field: 'one' | 'many' | 'inner';
  /** The number of the class of its targets. */
  readonly target: number;
  readonly rule: DeleteRule;
}

/** Classes with references to each other, and to themselves, by number. */
export interface RandomRules {
  readonly references: readonly (readonly RandomReference[])[];
  readonly documentClasses: readonly DocumentClass<any>[];
}

export const collectionOf = (number: number): string => `things${number}`;

/** Declares classes of which each has three references with random targets and rules. */
export function randomRules(random: Random, count: number): RandomRules {
  const rulesOf = { one: 'nullify', many: 'pull', inner: 'nullify' } as const;
  const references = Array.from({ length: count }, () =>
    (['one', 'many', 'inner'] as const).map((field): RandomReference => {
      const rule = random.pick([
        'nothing',
        rulesOf[field],
        rulesOf[field],
        'cascade',
        'cascade',
        'deny',
      ] as const);
      return { field, target: random.below(count), rule };
    }),
  );
  const documentClasses: DocumentClass<any>[] = [];
  for (const [number, list] of references.entries())
    documentClasses.push(declare(number, list, documentClasses));
  return { references, documentClasses };
}

function declare(
  number: number,
  [one, many, inner]: readonly RandomReference[],
  all: readonly DocumentClass<any>[],
): DocumentClass<any> {
  const to = (reference: RandomReference | undefined): any => all[reference!.target];
  class Inner {
    ref?: number;
  }
  const on = (reference: RandomReference | undefined) => ({ onDelete: reference!.rule });
  Reference((): any => to(inner), on(inner))(Inner.prototype, 'ref' as never);
  EmbeddedDocument({ name: `Inner${number}` })(Inner);
  class Thing {
    id!: number;
    one?: number;
    many: number[] = [];
    inner: Inner[] = [];
  }
  Id(() => Number)(Thing.prototype, 'id' as never);
  Reference((): any => to(one), on(one))(Thing.prototype, 'one' as never);
  Reference((): any => [to(many)], on(many))(Thing.prototype, 'many' as never);
  Field((): any => [Inner])(Thing.prototype, 'inner' as never);
  Document({ collection: collectionOf(number), name: `Thing${number}` })(Thing);
  return Thing;
}

import { EmbeddedDocument, Field } from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';
import { Leaf } from './leaf.js';

/** Imports the module of Leaf, which imports this one. */
@EmbeddedDocument()
export class Branch {
  @Field() name!: string;
  @Field(() => Leaf) leaf?: Circular<Leaf>;
}

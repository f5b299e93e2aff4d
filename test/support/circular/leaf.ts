import { EmbeddedDocument, Field } from 'nestjs-documents';
import type { Ref } from 'nestjs-documents';
import { Branch } from './branch.js';

@EmbeddedDocument()
export class Leaf {
  @Field() colour!: string;
  @Field(() => Branch) grownFrom?: Ref<Branch>;
}

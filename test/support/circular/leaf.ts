import { EmbeddedDocument, Field } from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';
import { Branch } from './branch.js';

@EmbeddedDocument()
export class Leaf {
  @Field() colour!: string;
  @Field(() => Branch) grownFrom?: Circular<Branch>;
}

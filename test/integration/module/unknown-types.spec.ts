import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  Id,
  UnknownFieldTypeError,
} from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications, uri } from '../../support/world/nest-world.js';

const applications = new Applications();

interface Shape {
  readonly sides: number;
}
enum Size {
  Small = 'small',
}
class Money {}

@EmbeddedDocument()
class Part {
  @Field() owner!: Money;
  @Field() name!: string;
}
@Document()
class Article {
  @Id() id!: ObjectId;
  @Field() tags!: string[];
  @Field() scores!: Map<string, number>;
  @Field() known!: string;
  @Field(() => [Part]) parts!: Part[];
}
@Document({ collection: 'books' })
class Book {
  @Id() id!: ObjectId;
  @Field() shape!: Shape;
  @Field() part!: Part;
  @Field(() => Size as never) size!: Size;
}
@Document()
class Novel extends Book {
  @Field(() => undefined as never) circle!: Part;
}
@Document()
class Fine {
  @Id() id!: ObjectId;
}

/** The fields named in the error when an application with these calls of `forFeature` starts. */
async function fieldsOf(...features: readonly (new () => object)[][]): Promise<readonly string[]> {
  const imports = features.map((each) => DocumentsModule.forFeature(each));
  const error = await errorOf(() =>
    applications.start({ imports: [DocumentsModule.forRoot({ uri }), ...imports] }),
  );
  expect(error).toBeInstanceOf(UnknownFieldTypeError);
  return (error as UnknownFieldTypeError).fields.map(({ field }) => field);
}

describe('An application with fields of unknown types does not start, and tells', () => {
  test('all of them, of all classes that it registers, each once', async () => {
    expect(await fieldsOf([Fine, Article], [Book])).toEqual([
      'Article.tags',
      'Article.scores',
      'Part.owner',
      'Book.shape',
      'Book.size',
      'Novel.circle',
    ]);
  });

  test('and those that are inherited, by the class that declares them', async () => {
    expect(await fieldsOf([Novel, Fine])).toEqual(['Book.shape', 'Part.owner', 'Book.size', 'Novel.circle']);
  });

  test('each with its reason and remedy', async () => {
    const start = () =>
      applications.start({
        imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Article])],
      });

    expect((await errorOf(start)).message).toBe(
      [
        'The types of 3 fields are unknown. They can neither be inferred nor stored. Correct each of them:',
        `  Article.tags: The compiler says that it is an array, but not of which type. Declare it: @Field(() => [String]), or @Field(() => 'any') to store it as it is.`,
        `  Article.scores: The compiler says that it is a Map, but not of which type. Declare it: @Field(() => mapOf(String)), or @Field(() => 'any') to store it as it is.`,
        '  Part.owner: Money is neither a type that can be stored nor an embedded document. Decorate the class with @EmbeddedDocument(), or declare another type: @Field(() => String).',
      ].join('\n'),
    );
  });
});

import { ObjectId } from 'mongodb';
import { BelongsTo, Document, Field, Id, Reference } from 'nestjs-documents';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';

@Document({ collection: 'labels' })
class Label {
  @Id() id!: string;
  @Field() text?: string;
}

@Document({ collection: 'boxes' })
class Box {
  @Id() id!: ObjectId;
  @Reference(() => [Label]) labelIds: string[] = [];
  @BelongsTo('labelIds') labels?: Label[];
}

/** Errors about references to be populated. */
export const populateProvocations = {
  DanglingReferenceError: {
    'the id is secret': ({ beside }: SecretsWorld) =>
      beside([Box, Label], {}, async (app) => {
        const boxes = app.repository(Box);
        const box = boxes.build({ labelIds: [secret] });
        await boxes.populate([box], { labels: { onMissing: 'throw' } });
      }),
  },
  PopulateLimitError: {
    'the ids are secret': ({ beside }: SecretsWorld) =>
      beside([Box, Label], {}, async (app) => {
        const boxes = app.repository(Box);
        const labelIds = Array.from({ length: 100_001 }, (_, index) => `${secret}${index}`);
        await boxes.populate([Object.assign(boxes.build({}), { labelIds })], {
          labels: { sort: { text: 1 } },
        });
      }),
  },
};

import type { Seed, SeedContext } from 'nestjs-documents/seeds';
import { people } from '../factories.js';

export const other = 7;

export class MorePeopleSeed implements Seed {
  async run({ app }: SeedContext): Promise<void> {
    await people.in(app).create({ name: 'Grace' });
  }
}

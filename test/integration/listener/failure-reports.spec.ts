import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { OnSignalError } from 'nestjs-documents';
import { Failing, saveAndEnd } from '../../support/failing-listener.js';
import { unreadableError, unreadableErrors } from '../../support/world/unreadable-errors.js';
import { Applications, documents, savePerson } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

const run = (metadata: ModuleMetadata) => saveAndEnd(applications, metadata);

describe('An error of a listener with { onError: "log" }', () => {
  test('is logged, and not the caller’s', async () => {
    const { log } = await run({ providers: [Failing] });

    expect(log.errors).toEqual(['Failing.sendMail failed on postSave']);
  });
});

describe('A listener of signalError', () => {
  test.each(unreadableErrors)('that throws something that cannot be read is logged: %s', async (title) => {
    @Injectable()
    class Broken {
      @OnSignalError() async hear(): Promise<void> {
        await Promise.resolve();
        throw unreadableError(title);
      }
    }
    const { log } = await run({ providers: [Failing, Broken] });

    expect(log.errors).toEqual(['Failing.sendMail failed on postSave', 'Broken.hear failed on signalError']);
  });

  test('does not hold up the operation, and the application waits for it at its end', async () => {
    let finish: () => void = () => {};
    const done: string[] = [];
    @Injectable()
    class Slow {
      @OnSignalError() async hear(): Promise<void> {
        await new Promise<void>((resolve) => (finish = resolve));
        await new Promise(setImmediate);
        done.push('reported');
      }
    }
    const app = await applications.start({ imports: documents, providers: [Failing, Slow] });
    await savePerson(app, 'Ada');
    done.push('saved');
    const stopping = applications.stop(app).then(() => done.push('stopped'));
    finish();
    await stopping;

    expect(done).toEqual(['saved', 'reported', 'stopped']);
  });
});

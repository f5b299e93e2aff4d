import 'reflect-metadata';
import { describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { InvalidListenerError, InvalidTransactionOptionsError, Transactional } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications } from '../../support/world/nest-world.js';

const applications = new Applications();

describe('@Transactional()', () => {
  test('is refused on a static method, and on what is no method', () => {
    const onStatic = () => {
      class Service {
        @Transactional() static async call(): Promise<void> {}
      }
      return Service;
    };
    const onAccessor = () => {
      class Service {
        @Transactional() get call(): () => Promise<void> {
          return async () => {};
        }
      }
      return Service;
    };
    for (const declare of [onStatic, onAccessor]) expect(declare).toThrow(InvalidListenerError);
  });

  test('is refused with options that cannot be used', () => {
    expect(() => Transactional({ propagation: 'nested' as never })).toThrow(InvalidTransactionOptionsError);
  });

  test('of a connection that is not there is an error of Nest at the start, which names it', async () => {
    @Injectable()
    class Archive {
      @Transactional({ connection: 'archive' }) async call(): Promise<void> {}
    }
    const error = await errorOf(() => applications.start({ providers: [Archive] }));

    expect(error.constructor.name).toBe('UnknownDependenciesException');
    expect(error.message).toContain('nestjs-documents:transactions:archive');
  });

  test('keeps the name of the method', () => {
    class Service {
      @Transactional() async call(): Promise<void> {}
    }

    expect(Service.prototype.call.name).toBe('call');
  });
});

import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Library } from './library.js';

/** The emitter of `@nestjs/event-emitter`. It knows no documents. */
export const library: Library = {
  async open() {
    const emitter = new EventEmitter2();
    return {
      connect(receiver, receiverCount) {
        emitter.setMaxListeners(receiverCount);
        // Functions of their own, as receivers are.
        for (let index = 0; index < receiverCount; index++) emitter.on('Person.preSave', () => receiver());
        const payload = {};
        return async (signalCount) => {
          for (let sent = 0; sent < signalCount; sent++) await emitter.emitAsync('Person.preSave', payload);
        };
      },
      close: async () => undefined,
    };
  },
};

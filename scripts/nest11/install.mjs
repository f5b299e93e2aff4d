import { installAside } from '../run/install-aside.mjs';

const packages = {
  '@nestjs/common': '^11.0.0',
  '@nestjs/core': '^11.0.0',
  '@nestjs/event-emitter': '^3.0.0',
  '@nestjs/platform-express': '^11.0.0',
  '@nestjs/testing': '^11.0.0',
};

/** Installs Nest 11 in `.cache/nest11`, beside the Nest that the project develops with. */
export async function installNest11() {
  await installAside('nest11', packages);
}

import type { LaunchOptions } from 'playwright-core';

/**
 * How this project starts a Chromium, for tests and for the `parity` command alike: headless, with nothing in the
 * background that would reach for the network or disturb a timing.
 */
export function chromiumLaunchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    headless: true,
    // Chromium refuses to start its sandbox as root, and containers of CI services cannot.
    chromiumSandbox: process.getuid?.() !== 0 && process.env.CI === undefined,
    args: [
      // Without it, Chromium gives no WebGPU adapter on Linux, nor one in software.
      '--enable-unsafe-webgpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ],
  };
}

import { spawnSync } from 'node:child_process';
import { env } from 'node:process';

/** The Python that peers run on, or why there is none. */
export function peerPython(): { readonly command: string } | { readonly skipped: string } {
  const command = env.SPECTROSIM_PYTHON ?? 'python3';
  return spawnSync(command, ['-c', 'import torch']).status === 0
    ? { command }
    : { skipped: `${command} cannot import torch; name one that can in SPECTROSIM_PYTHON` };
}

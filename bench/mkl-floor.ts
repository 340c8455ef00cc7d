import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { peerPython } from './peer-python.js';
import type { Product } from './products.js';

const answerSchema = z.object({ version: z.string(), mkl: z.boolean(), ms: z.array(z.number()) });

/** MKL's times, or why there are none. */
export type MklFloor = { readonly ms: readonly number[]; readonly description: string } | { readonly skipped: string };

/** Milliseconds of each product alone in MKL, through PyTorch where there is one: the fastest of some rounds. */
export function timeInMkl(products: readonly Product[], threads: number, rounds: number): MklFloor {
  const python = peerPython();
  if ('skipped' in python) {
    return python;
  }
  const script = fileURLToPath(new URL('../peers/products.py', import.meta.url));
  const input = `${JSON.stringify({ threads, rounds, products })}\n`;
  const { status, stdout, stderr } = spawnSync(python.command, [script], { input, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`peers/products.py failed (exit ${status}):\n${stderr}`);
  }
  const { version, mkl, ms } = answerSchema.parse(JSON.parse(stdout));
  return mkl
    ? { ms, description: `MKL of PyTorch ${version}` }
    : { skipped: `torch ${version} is not built with MKL, so its times say nothing` };
}

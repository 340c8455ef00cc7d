import { stderr, stdout } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import { benchGrowth } from './growth.js';
import { growthPlot } from './growth-plot.js';
import { growthText } from './growth-report.js';

/** `npm run bench -- growth`: prints its tables and, with `out`, draws them. */
export async function runGrowth({
  threads,
  rounds,
  out,
  json,
}: {
  readonly threads: number;
  readonly rounds: number;
  readonly out: string | undefined;
  readonly json: boolean;
}): Promise<void> {
  if (out !== undefined && !out.endsWith('.svg')) {
    throw new SpectroSimError(
      'usage',
      `--out is ${out}. The growth of a step is drawn: expected a name that ends in .svg.`,
    );
  }
  const rows = await benchGrowth({ threads, rounds }, ({ axis, msPerStep, ...row }, done, of) =>
    stderr.write(`${done} of ${of}: ${axis} ${row[axis]}, ${msPerStep.toFixed(1)} ms\n`),
  );
  if (out !== undefined) {
    await writeFileAtomically(out, growthPlot(rows));
    stderr.write(`Written: ${out}\n`);
  }
  stdout.write(json ? `${JSON.stringify({ rows }, undefined, 2)}\n` : `${growthText(rows)}\n`);
}

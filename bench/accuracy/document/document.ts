import type { AccuracyReport } from '../accuracy.js';
import { listed } from './cells.js';
import { controlsSection } from './controls.js';
import { encoderSection } from './encoder.js';
import { floorsSection } from './floors.js';
import { labelFreeSection } from './label-free.js';
import { rulesSection } from './rules.js';
import { simulatedSection } from './simulated.js';
import { timingSection } from './timing.js';

/** The report as a page. Every word about numbers follows from them. */
export function accuracyDocument(report: AccuracyReport): string {
  const { quick, missing, real, simulated, encoded, labelFree, controls, timing } = report;
  return `${[
    '# Accuracy',
    '',
    'Written by `npm run bench -- accuracy`, whole, from its run: change the benchmark, not this page. Real sets are five-fold by sample; no sample is ever on both sides. Random numbers come from fixed seeds, so that another run gives the same numbers, apart from seconds.',
    ...(quick ? ['', '**A quick look, to see that the benchmark works: its numbers mean nothing.**'] : []),
    ...(missing.length === 0 ? [] : ['', `**Not there and left out: ${listed(missing)}.**`]),
    '',
    [
      floorsSection(real),
      simulatedSection(simulated),
      labelFreeSection(labelFree),
      encoderSection(new Map([...real, ...encoded])),
      controlsSection(controls),
      rulesSection(real, simulated),
      timingSection(timing),
    ].join('\n\n'),
  ].join('\n')}\n`;
}

import { createRandom } from '@spectrosim/models';
import type { SimulatorParameters } from './parameters.js';
import { SPECIES, type Species } from './profiles.js';

/** One measured specimen: a fish, or the pooled quality control. */
export interface Injection {
  readonly name: string;
  /** Processing batch from 0; `undefined` for a QC. */
  readonly batch?: number;
  /** Fish within its batch from 0. */
  readonly fish?: number;
  readonly species?: Species;
  /** Day from 0. */
  readonly day: number;
  /** Place in the run order of all days, from 0. */
  readonly order: number;
  /** Progress through the day, 0 … 1. */
  readonly dayProgress: number;
  /** Progress through all days, 0 … 1. */
  readonly campaignProgress: number;
}

/** What is injected, before it is known when. */
interface Planned {
  readonly specimen: Pick<Injection, 'name' | 'batch' | 'fish' | 'species'>;
  /** Place in the answer. */
  readonly row: number;
}

/**
 * Plans what is measured when: the fish by batch, then the QC injections, each with its place in the run order.
 *
 * Every day opens with a QC and has one after each `qcInterval` fish.
 */
export function planAcquisition(design: SimulatorParameters['design'], seed: number): readonly Injection[] {
  const fish = planFish(design);
  const shuffled = createRandom(seed, 'simulator/acquisition/order').permutation(fish.length);
  const sequence = design.order === 'randomised' ? shuffled.map((index) => fish[index] as Planned) : fish;

  const days: Planned[][] = [];
  let qcs = 0;
  const addQc = (day: Planned[]) => {
    qcs += 1;
    day.push({ specimen: { name: `qc-${pad(qcs)}` }, row: fish.length + qcs - 1 });
  };
  for (let d = 0; d < design.days; d++) {
    const from = Math.floor((d * fish.length) / design.days);
    const to = Math.floor(((d + 1) * fish.length) / design.days);
    const day: Planned[] = [];
    sequence.slice(from, to).forEach((planned, i) => {
      if (design.qcInterval > 0 && i % design.qcInterval === 0) {
        addQc(day);
      }
      day.push(planned);
    });
    if (design.qcInterval > 0 && (to - from) % design.qcInterval === 0 && to > from) {
      addQc(day);
    }
    days.push(day);
  }

  const total = fish.length + qcs;
  const rows = new Array<Injection>(total);
  let order = 0;
  days.forEach((planned, day) => {
    planned.forEach(({ specimen, row }, i) => {
      rows[row] = {
        ...specimen,
        day,
        order,
        dayProgress: progress(i, planned.length),
        campaignProgress: progress(order, total),
      };
      order += 1;
    });
  });
  return rows;
}

function planFish({ batches, fishPerBatch }: SimulatorParameters['design']): readonly Planned[] {
  return Array.from({ length: batches * fishPerBatch }, (_, row) => {
    const batch = Math.floor(row / fishPerBatch);
    const fish = row % fishPerBatch;
    const species = SPECIES[batch < batches / 2 ? 0 : 1];
    return { specimen: { name: `${species}-b${pad(batch + 1)}-f${fish + 1}`, batch, fish, species }, row };
  });
}

function progress(index: number, count: number): number {
  return count > 1 ? index / (count - 1) : 0;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

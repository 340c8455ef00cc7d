import { type Axis, alignRows, createAxis, type Manifest, type SpectrumSet, selectRows } from '@spectrosim/models';
import { messageOf } from './dom.js';
import { SIDES, type Side, type Slots } from './slots.js';

/** The spectra that are picked, each a set of one. */
export type Picked = Readonly<Partial<Record<Side, SpectrumSet>>>;

/** The spectrum picked on each side that has one. */
export function pickedSpectra(slots: Slots): Picked {
  return Object.fromEntries(
    SIDES.flatMap((side) => {
      const { file, index } = slots[side];
      return file === undefined ? [] : [[side, selectRows(file.set, [index])]];
    }),
  );
}

/** The axis that a model takes. */
export function modelAxis({ input }: Manifest): Axis {
  return createAxis(input.quantity, input.axis);
}

/** Why spectra do not fit the model's axis, by side, so that it can be said beside the file that it is about. */
export function misfitsOf(spectra: Picked, manifest: Manifest | undefined): Readonly<Partial<Record<Side, string>>> {
  if (manifest === undefined) {
    return {};
  }
  const axis = modelAxis(manifest);
  return Object.fromEntries(
    SIDES.flatMap((side) => {
      const spectrum = spectra[side];
      try {
        if (spectrum !== undefined) {
          alignRows(spectrum, axis);
        }
        return [];
      } catch (error) {
        return [[side, messageOf(error)]];
      }
    }),
  );
}

import { type Axis, alignRows, SpectroSimError } from '@spectrosim/models';
import type { ServedModel } from './served-models.js';

/** A spectrum as it came: its name in messages, its raw intensities with `NaN` for missing ones. */
export interface NamedSpectrum {
  readonly name: string;
  readonly intensities: Float32Array;
}

/**
 * Spectra as raw intensities on a model's axis `[N, L]`.
 *
 * @param axis the axis they are on; the model's own when undefined
 * @throws SpectroSimError `input` when a spectrum has another length than its axis, an intensity that is not finite, or
 * none that is there and differs from zero, and what `alignRows` throws.
 */
export function rowsOnAxis(
  model: ServedModel,
  axis: Axis | undefined,
  spectra: readonly NamedSpectrum[],
): Float32Array {
  const own = axis ?? model.axis;
  const bins = own.values.length;
  const intensities = new Float32Array(spectra.length * bins);
  spectra.forEach((spectrum, i) => {
    checkLength(spectrum, model, axis);
    checkIntensities(spectrum);
    intensities.set(spectrum.intensities, i * bins);
  });
  const names = spectra.map(({ name }) => name);
  return alignRows({ axis: own, names, intensities, columns: new Map(), notes: [] }, model.axis);
}

function checkLength({ name, intensities }: NamedSpectrum, model: ServedModel, axis: Axis | undefined): void {
  const { quantity, values } = axis ?? model.axis;
  if (intensities.length === values.length) {
    return;
  }
  const got = `Spectrum "${name}" has ${intensities.length} intensities`;
  throw new SpectroSimError(
    'input',
    axis === undefined
      ? `${got}. Model "${model.id}" takes ${values.length}, one for each bin from ${values[0]} to ${values.at(-1)} ${quantity}. Send the axis along with spectra on another one.`
      : `${got} on an axis of ${values.length} positions. Expected one for each position.`,
  );
}

function checkIntensities({ name, intensities }: NamedSpectrum): void {
  let empty = true;
  for (let i = 0; i < intensities.length; i++) {
    const value = intensities[i] as number;
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw new SpectroSimError(
        'input',
        `Intensity ${i + 1} of spectrum "${name}" is too large for a 32-bit float. Expected a finite number, or a missing value.`,
      );
    }
    // A missing value is NaN and differs from everything, itself too.
    empty &&= value === 0 || Number.isNaN(value);
  }
  if (empty) {
    throw new SpectroSimError(
      'input',
      `Spectrum "${name}" is empty: no intensity is there and differs from zero. Measure it again, or leave it out.`,
    );
  }
}

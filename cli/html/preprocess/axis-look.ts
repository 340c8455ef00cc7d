import { type Axis, isPeakTable } from '@spectrosim/models';

/** How spectra on an axis are drawn. */
export interface AxisLook {
  /** The quantity, with its unit where that goes without saying. */
  readonly label: string;
  /** Larger positions to the left, as is the custom of infrared and NMR spectra. */
  readonly falling: boolean;
  /** A stick a bin instead of a line through them: nothing was recorded between the peaks of a table. */
  readonly sticks: boolean;
}

/** What quantities are called in full, by the letters of a header cell. */
const LABELS: Readonly<Record<string, string>> = {
  mz: 'm/z',
  wavenumber: 'Wavenumber / cm⁻¹',
  wavenumbers: 'Wavenumber / cm⁻¹',
  ramanshift: 'Raman shift / cm⁻¹',
  ppm: 'Chemical shift / ppm',
};

/** How spectra on an axis are drawn, by the custom of its quantity. */
export function axisLook(axis: Axis): AxisLook {
  const letters = axis.quantity.toLowerCase().replace(/[^\p{L}]/gu, '');
  return {
    label: LABELS[letters] ?? axis.quantity.replaceAll('_', ' '),
    falling: /^(wavenumber|chemicalshift|ppm|δ)/u.test(letters),
    sticks: isPeakTable(axis),
  };
}

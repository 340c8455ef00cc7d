import { expect, it } from 'vitest';
import { isMassAxis } from './axis.js';

it.each(['m/z', 'M/Z', 'mz', 'm / z', 'm/z (Da)', 'Mass', 'mass/charge', 'Masse (u)', 'Da'])(
  '%j is a mass axis',
  (quantity) => {
    expect(isMassAxis({ quantity })).toBe(true);
  },
);

it.each(['wavenumber', 'nm', 'mzx', 'massive', 'day', 'm'])('%j is none', (quantity) => {
  expect(isMassAxis({ quantity })).toBe(false);
});

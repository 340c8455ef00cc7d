import { markdownTable } from '../accuracy/document/cells.js';
import { GROWTH } from './axes.js';
import type { GrowthRow } from './growth.js';

/** Rows as tables, one an axis, ready for docs/performance.md. */
export function growthText(rows: readonly GrowthRow[]): string {
  return [...GROWTH.keys()]
    .map((axis) => {
      const own = rows.filter((row) => row.axis === axis);
      return markdownTable([
        [axis, 'weights', 'ms/step', 'PyTorch', 'ratio', 'products alone, ONNX Runtime', 'MKL'],
        ...own.map((row) => [
          `${row[axis]}`,
          `${(row.parameters / 1e6).toFixed(1)} M`,
          ms(row.msPerStep),
          ms(row.peerMs),
          row.ratioToPeer === null ? '–' : row.ratioToPeer.toFixed(2),
          ms(row.productsMs),
          ms(row.mklProductsMs),
        ]),
      ]);
    })
    .join('\n\n');
}

function ms(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 100 ? 1 : 0);
}

/** Largest block: small enough that little is held beside the matrix. */
const BLOCK_BYTES = 2 ** 22;

/** Rows that come one after another, in blocks that grow with them. */
export interface RowCollector {
  /** How many rows there are. */
  readonly rows: number;
  /** A new row to be filled. */
  next(): Float32Array;
  /** All rows as one matrix, row-major. */
  join(): Float32Array;
  /** All rows as one matrix, column-major: what was a row is a column. */
  transpose(): Float32Array;
}

/**
 * Collects rows of `width` float32 values whose number is not known before the file ends.
 *
 * A block is let go once it is copied, so that the peak is the matrix twice at most.
 */
export function collectRows(width: number): RowCollector {
  const largest = Math.max(1, Math.floor(BLOCK_BYTES / 4 / width));
  const blocks: Float32Array[] = [];
  let rows = 0;
  let free = 0;
  const drain = (use: (block: Float32Array, firstRow: number) => void) => {
    let firstRow = 0;
    for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
      const filled = block.length / width - (blocks.length === 0 ? free : 0);
      use(block.subarray(0, filled * width), firstRow);
      firstRow += filled;
    }
  };
  return {
    get rows() {
      return rows;
    },
    next() {
      if (free === 0) {
        // Doubling until then: a file may hold one spectrum.
        free = Math.min(largest, Math.max(1, rows));
        blocks.push(new Float32Array(free * width));
      }
      const block = blocks.at(-1) as Float32Array;
      const at = block.length - free * width;
      free--;
      rows++;
      return block.subarray(at, at + width);
    },
    join() {
      const matrix = new Float32Array(rows * width);
      drain((block, firstRow) => matrix.set(block, firstRow * width));
      return matrix;
    },
    transpose() {
      const matrix = new Float32Array(rows * width);
      drain((block, firstRow) => {
        const count = block.length / width;
        for (let column = 0; column < width; column++) {
          const to = column * rows + firstRow;
          for (let row = 0; row < count; row++) {
            matrix[to + row] = block[row * width + column] as number;
          }
        }
      });
      return matrix;
    },
  };
}

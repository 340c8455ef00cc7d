/**
 * Copies of cells that are kept. A slice of a line keeps the whole line in memory (V8), so that a kept cell becomes a
 * text of its own; and the same text, such as a batch's name, is kept once.
 */
export function textPool(): (cell: string) => string {
  const pool = new Map<string, string>();
  return (cell) => {
    let own = pool.get(cell);
    if (own === undefined) {
      own = Array.from(cell).join('');
      pool.set(own, own);
    }
    return own;
  };
}

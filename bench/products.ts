import { type Graph, inferShapes } from '@spectrosim/export';

/** A product of matrices, or a stack of them, as a graph asks for it. */
export interface Product {
  /** Products in the stack; 1 for a `Gemm`. */
  readonly stack: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** A product with how often a step does it. */
export interface CountedProduct extends Product {
  readonly count: number;
}

/** Operators that multiply matrices. */
export const PRODUCT_OPERATORS = ['Gemm', 'MatMul', 'FusedMatMul'] as const;

/** The products of a graph whose shapes are all known, each kind once, the largest first. */
export function productsOf(graph: Graph): readonly CountedProduct[] {
  const shapes = inferShapes(graph, {});
  const found = new Map<string, CountedProduct>();
  for (const node of graph.nodes) {
    if ((PRODUCT_OPERATORS as readonly string[]).includes(node.op)) {
      const [left, right] = node.inputs.slice(0, 2).map((name) => shapes.get(name)?.dims ?? []) as [number[], number[]];
      const flag = (name: string) => {
        const attribute = node.attributes[name];
        return attribute !== undefined && 'int' in attribute && attribute.int === 1;
      };
      const transposeLeft = flag('transA');
      const transposeRight = flag('transB');
      const [outer, inner] = left.slice(-2) as [number, number];
      const [first, last] = right.slice(-2) as [number, number];
      const product = {
        stack: left.slice(0, -2).reduce((a, b) => a * b, 1),
        rows: transposeLeft ? inner : outer,
        inner: transposeLeft ? outer : inner,
        columns: transposeRight ? first : last,
        transposeLeft,
        transposeRight,
      };
      const key = JSON.stringify(product);
      found.set(key, { ...product, count: (found.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.count * operationsOf(b) - a.count * operationsOf(a));
}

/** Floating-point operations of a product. */
export function operationsOf({ stack, rows, inner, columns }: Product): number {
  return 2 * stack * rows * inner * columns;
}

/** `128 × [65 × 32] [32 × 65]ᵀ` for a reader. */
export function productText({ stack, rows, inner, columns, transposeLeft, transposeRight }: Product): string {
  const operand = (a: number, b: number, transpose: boolean) => (transpose ? `[${b} × ${a}]ᵀ` : `[${a} × ${b}]`);
  const pair = `${operand(rows, inner, transposeLeft)} ${operand(inner, columns, transposeRight)}`;
  return stack === 1 ? pair : `${stack} × ${pair}`;
}

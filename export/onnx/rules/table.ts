import { ELEMENTWISE } from './elementwise.js';
import { GATHERING } from './gathering.js';
import { LAYOUT } from './layout.js';
import { LOOPS } from './loops.js';
import { PRODUCTS } from './products.js';
import { REDUCTIONS } from './reductions.js';
import type { Rule } from './rule.js';
import { WINDOWS } from './windows.js';

/** Every operator that graphs may use, at opset 17; those of another domain under `domain.op`. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...ELEMENTWISE,
  ...PRODUCTS,
  ...LAYOUT,
  ...GATHERING,
  ...REDUCTIONS,
  ...WINDOWS,
  ...LOOPS,
};

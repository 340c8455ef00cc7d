import { describe, expect, it } from 'vitest';
import { differing, evaluated, measured, system } from './reports.setup.js';
import { simulatedSection } from './simulated.js';

const standing = (one: 'beats' | 'tie' | 'loses' | null) => evaluated({ difference: differing(one) });

describe('simulatedSection', () => {
  it('says that nothing was run', () => {
    expect(simulatedSection(new Map())).toBe('## Sources never seen: simulated sets\n\nNot run.');
  });

  it.each([
    [['beats', 'tie'], 'default: what ships beats the floor on 1 of 2.'],
    [['beats', 'loses', 'loses'], 'default: what ships beats the floor on 1 of 3, loses to it on 2.'],
    [[null, 'tie'], 'default: what ships beats the floor on 0 of 2, too few groups to say on 1.'],
  ] as const)('counts standings %j', (standings, said) => {
    expect(simulatedSection(new Map([['default', standings.map(standing)]]))).toContain(
      `By Cllr, seed by seed: ${said}`,
    );
  });

  it('says why the floor has no hard pairs, and puts no spread on nothing', () => {
    const blind = evaluated({ floor: system({ hardAuc: measured(null) }) });
    const page = simulatedSection(new Map([['default', [blind]]]));
    expect(page).toContain('Hard-pair AUC of the floor is – where');
    expect(page).toMatch(/floor, no training \|(?: [^|]+ \|){3} – \|/);
    expect(page).toContain('over 1 seed,');
    expect(page).toContain('| default | **what ships** | 1.000 | .001 |');
    const seen = simulatedSection(new Map([['default', [evaluated(), evaluated()]]]));
    expect(seen).not.toContain('Hard-pair AUC of the floor is –');
    expect(seen).toContain('over 2 seeds,');
  });
});

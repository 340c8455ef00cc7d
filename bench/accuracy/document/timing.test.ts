import { describe, expect, it } from 'vitest';
import type { Timing } from '../parts/timing.js';
import { timingSection } from './timing.js';

const timing = (changes: Partial<Timing>): Timing => ({
  spectra: 400,
  bins: 1857,
  groups: 20,
  partitions: 3,
  seconds: 100,
  cpuSeconds: 110,
  processor: 'Some processor',
  cores: 2,
  threads: 2,
  workers: 2,
  load: 0.1,
  otherCpuSeconds: 1,
  ...changes,
});

describe('timingSection', () => {
  it('says that nothing was measured', () => {
    expect(timingSection(new Map())).toBe('## Time\n\nNot measured in this run.');
  });

  it.each<readonly [string, Partial<Timing>, string]>([
    ['two cores, in time', {}, 'met'],
    ['two busy cores, in time all the same', { otherCpuSeconds: 90 }, 'met'],
    ['more cores, in time', { cores: 16 }, 'not judged: 16 cores, not 2'],
    ['one core, in time', { cores: 1 }, 'met, on 1 core'],
    ['two cores, at the limit', { seconds: 180 }, '**not met**'],
    [
      'two busy cores, too late',
      { seconds: 200, otherCpuSeconds: 90 },
      '**not met**, beside the work of other processes',
    ],
    ['more cores, too late', { seconds: 200, cores: 4 }, '**not met**, on 4 cores'],
    [
      'more and busy cores, too late',
      { seconds: 200, cores: 4, otherCpuSeconds: 90 },
      '**not met**, on 4 cores, beside the work of other processes',
    ],
    ['one core, too late', { seconds: 200, cores: 1 }, 'not judged: 1 core, not 2'],
  ])('judges %s', (_, changes, said) => {
    const row = timingSection(new Map([['profiles', timing(changes)]]))
      .split('\n')
      .find((line) => line.startsWith('| profiles'));
    expect(row?.split(' | ').at(-1)).toBe(`${said} |`);
  });

  it('shows both kinds of axes, and tells of others’ work where there was some', () => {
    const quiet = timing({});
    const busy = timing({ seconds: 150, otherCpuSeconds: 15.1 });
    const page = timingSection(
      new Map([
        ['profiles', quiet],
        ['table of peaks', busy],
      ]),
    );
    expect(page).toContain('| profiles | 100 | 110 | 1 | 0.1 | met |');
    expect(page).toContain('| table of peaks | 150 | 110 | 15 | 0.1 | met |');
    expect(page).toContain('Other processes were at work (table of peaks): quote the processor seconds');
    expect(timingSection(new Map([['profiles', quiet]]))).not.toContain('Other processes were at work');
  });

  it('words one of each as one', () => {
    const page = timingSection(new Map([['profiles', timing({ partitions: 1, cores: 1, threads: 1 })]]));
    expect(page).toContain('1 partition; 1 core (Some processor), 1 thread of');
  });
});

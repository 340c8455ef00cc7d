import { hashRow, type Verdict } from '@spectrosim/models';
import { byId, element } from './dom.js';
import type { Engine } from './engine.js';
import { describeEngine } from './engine-view.js';
import { SIDES, type Slot, type Slots } from './slots.js';
import { headlineOf, intervalOf, reasonOf, similarityOf } from './verdict-words.js';

/** One comparison, as it is filed. */
export interface Comparison {
  readonly at: Date;
  readonly modelId: string;
  readonly engine: Engine;
  readonly version: string;
  readonly verdict: Verdict;
  readonly slots: Slots;
}

/** Writes what one needs to find everything again: files and spectra by hash, the model by its manifest's, and when. */
export async function showRecord({ at, modelId, engine, version, verdict, slots }: Comparison): Promise<void> {
  const { manifest, artifact } = engine.model;
  const spectra = await Promise.all(
    SIDES.map(async (side) => [`Spectrum ${side.toUpperCase()}`, await sideLines(slots[side])] as const),
  );
  const rows: (readonly [string, readonly (string | Node)[]])[] = [
    [
      'Verdict',
      [
        `${headlineOf(verdict, manifest.data.group)}. ${reasonOf(verdict, manifest)}`,
        similarityOf(verdict, manifest.decision.score),
      ],
    ],
    ...spectra,
    [
      'Model',
      [
        `${modelId}${manifest.simulated ? ' (trained on simulated spectra)' : ''}`,
        hash('SHA-256 of its manifest', artifact.manifestHash),
        manifest.metrics === undefined
          ? 'Not measured on unseen groups'
          : `Balanced accuracy on unseen groups ${intervalOf(manifest.metrics.model.balancedAccuracy)}, without a model ${intervalOf(manifest.metrics.floor.balancedAccuracy)}`,
      ],
    ],
    [
      'Computed',
      [
        timeOf(at),
        `in a browser: ${describeEngine(engine, version)}, checked against the model’s reference`,
        location.href,
      ],
    ],
  ];
  byId('record-body', HTMLElement).replaceChildren(
    ...rows.flatMap(([term, lines]) => [
      element('dt', {}, term),
      element('dd', {}, ...lines.map((line) => element('p', {}, line))),
    ]),
  );
  byId('record', HTMLElement).hidden = false;
}

/** Takes the record away: what it is about has changed. */
export function hideRecord(): void {
  byId('record', HTMLElement).hidden = true;
}

async function sideLines({ file, index }: Slot): Promise<(string | Node)[]> {
  if (file === undefined) {
    return [];
  }
  const { axis, intensities, names } = file.set;
  const bins = axis.values.length;
  const row = await hashRow(axis, intensities.subarray(index * bins, (index + 1) * bins));
  return [
    `${names[index]}, from ${file.name}`,
    ...(file.sha256 === undefined ? [] : [hash('SHA-256 of the file', file.sha256)]),
    hash('Hash of the spectrum’s numbers', row),
  ];
}

function hash(of: string, digits: string): Node {
  return element('span', { class: 'hash' }, `${of} `, element('code', {}, digits));
}

/** Local time with its distance from UTC: unambiguous, and what the clock on the wall said. */
export function timeOf(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const two = (value: number) => `${Math.floor(Math.abs(value))}`.padStart(2, '0');
  return `${local} UTC${minutes < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

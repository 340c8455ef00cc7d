import { basename, resolve } from 'node:path';
import { html, type Markup } from '../../markup.js';
import type { ReportNumbers } from '../report-numbers.js';
import type { ReportSubject } from '../report-subject.js';
import { counted } from '../words.js';

/** Settings that say where things are on a machine or how the command talks; what they lead to is said by its hash. */
const UNSAID = ['command', 'out', 'report', 'force', 'json', 'model', 'config'];

/** Settings that are files, of which the name alone is said. */
const FILES = ['samples'];

/** Where it all comes from: no time, host or path of a machine, so that the same run gives the same bytes. */
export function provenance(subject: ReportSubject, { protocol, partitions }: ReportNumbers): Markup {
  const { data, dataset, leftOut, measured, configuration, runtime, version, seed } = subject;
  const settings = Object.entries(configuration)
    .filter(([name, value]) => !UNSAID.includes(name) && value !== undefined)
    .map(([name, value]) => `${name} ${FILES.includes(name) ? basename(String(value)) : inWords(value)}`);
  const facts: (readonly [string, string])[] = [
    ['Spectra', basename(resolve(data))],
    ['Data, SHA-256', dataset.hash],
    [
      'Held',
      `${counted(dataset.names.length, 'spectrum', 'spectra')} of ${counted(dataset.rows.bins, 'bin')}, ${counted(new Set(dataset.groups).size, 'group')} by “${dataset.groupColumn}”${leftOut === 0 ? '' : `; ${counted(leftOut, 'quality control')} left out`}`,
    ],
    [
      'Known besides',
      [dataset.runs === undefined ? '' : 'measuring runs', dataset.strata === undefined ? '' : 'strata']
        .filter(Boolean)
        .join(', ') || 'neither runs nor strata',
    ],
    ['Protocol', `${protocol}; ${counted(partitions.length, 'partition')}`],
    ['Seed', `${seed}`],
    ['Settings', settings.join(' · ')],
    ...(measured.kind === 'model'
      ? ([
          [
            'Model',
            `${basename(resolve(measured.folder))}${measured.scored.manifest.simulated ? ', trained on simulated spectra' : ''}`,
          ],
          ['Its manifest, SHA-256', measured.scored.manifestHash],
          ['Trained on, SHA-256', measured.scored.manifest.data.hash],
        ] as const)
      : []),
    ['Run by', `${runtime}; Node.js ${process.versions.node}`],
    ['Written by', `SpectroSim ${version}`],
  ];
  return html`<section class="card" id="provenance"><h2>Where it comes from</h2>
<dl class="facts">${facts.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl>
<p class="quiet">The same spectra, settings and versions give this file again, byte for byte. It says no time for that reason.</p>
<div class="signatures print-only"><p>Evaluated by, date</p><p>Reviewed by, date</p></div></section>`;
}

function inWords(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

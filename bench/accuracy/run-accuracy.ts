import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import { type AccuracyOptions, benchAccuracy, missingSets } from './accuracy.js';
import { listed } from './document/cells.js';
import { accuracyDocument } from './document/document.js';
import { reportJson } from './report-json.js';

/** The page that a whole run writes. */
const PAGE = 'docs/accuracy.md';

/**
 * `npm run bench -- accuracy`: runs, then writes the page. A run of a part is printed, and written only to a file of its own.
 *
 * @throws SpectroSimError `usage`, before any work, where a set is missing and no other file is named.
 */
export async function runAccuracy({
  out,
  json,
  ...options
}: AccuracyOptions & { readonly out?: string | undefined; readonly json: boolean }): Promise<void> {
  const missing = missingSets(options);
  const whole = !options.quick && missing.length === 0;
  if (!whole && out !== undefined && resolve(out) === resolve(PAGE)) {
    throw new SpectroSimError(
      'usage',
      `${PAGE} is of a whole run: a part of one is written to another file. Name one with --out.`,
    );
  }
  if (!options.quick && missing.length > 0 && out === undefined) {
    throw new SpectroSimError(
      'usage',
      `${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not in ${options.data}. ${PAGE} is of a whole run and stays as it is. Name the folder of the sets with --data, or a file for what can be run with --out.`,
    );
  }
  const note = (text: string) => stderr.write(`${stderr.isTTY ? '\r\x1b[2K' : ''}${text}\n`);
  const status = (text: string) => {
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    }
  };
  const report = await benchAccuracy(options, { note, status });
  const page = accuracyDocument(report);
  const file = out ?? (whole ? PAGE : undefined);
  if (file !== undefined) {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    await writeFileAtomically(resolve(file), page);
    note(`Written: ${file}`);
  }
  if (json) {
    stdout.write(`${reportJson(report)}\n`);
  } else if (file === undefined) {
    stdout.write(page);
  }
}

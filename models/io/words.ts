/** Words at the beginning of a header cell that name an axis; a unit may follow. */
const AXIS =
  /^(m ?\/ ?z|mz|mass|masse|dalton|da|wave ?numbers?|wellenzahl(en)?|wave ?lengths?|wellenlängen?|raman( ?shift)?|(chemical )?shift|frequency|frequenz|cm\^?[-−]1|cm⁻¹|1\/cm|nm|[µμ]m|um|ppm|(retention |drift )?time|rt|energy|k?ev|2 ?(theta|θ)|two theta)(?![\p{L}\p{N}])/u;

/** Columns that can hold the spectra's names, the first that there is. A sample may have several spectra: it comes last. */
const NAME = ['name', 'spectrum', 'spectrumname', 'filename', 'file', 'id', 'sampleid', 'samplename', 'sample'];

const INTENSITY =
  /^(intensit(y|ies)|int|rel(ative)? ?int(ensity)?|abundance|counts?|cps|absorbance|abs|transmittance|reflectance|signal|response|values?|y|a ?u|arb(itrary)? ?units?)$/;

/** Words that exports write for a missing intensity. */
const MISSING = /^(na|n\/a|nan|null|none|#n\/a|#nv|#n\/d|[-–—])$/i;

/** The same as a cell of metadata, where case and dashes may mean something: `Na` is sodium. */
const MISSING_TEXT = /^(NA|N\/A|NaN|nan|null|NULL|None|#N\/A|#NV|#N\/D)$/;

/** Whether a header cell names an axis: `m/z`, `Wavenumber (cm-1)`, `raman_shift` … */
export function isAxisWord(cell: string): boolean {
  return AXIS.test(
    cell
      .trim()
      .toLowerCase()
      .replace(/[_\s]+/g, ' '),
  );
}

/**
 * The rank of a header cell among those that can hold names, 0 the best; `undefined` when it is none of them. Case,
 * spaces and underscores do not count.
 */
export function nameRank(cell: string): number | undefined {
  const rank = NAME.indexOf(cell.toLowerCase().replace(/[\s_-]/g, ''));
  return rank < 0 ? undefined : rank;
}

/** Whether a header cell says "intensity" rather than which spectrum it is. */
export function isIntensityWord(cell: string): boolean {
  return INTENSITY.test(
    cell
      .toLowerCase()
      .replace(/[([].*$/, '')
      .replace(/[._\s]+/g, ' ')
      .trim(),
  );
}

/** Whether a cell among intensities is a word for "missing". */
export function isMissingWord(cell: string): boolean {
  return MISSING.test(cell.trim());
}

/** Whether a cell of metadata is a word for "missing". */
export function isMissingText(cell: string): boolean {
  return MISSING_TEXT.test(cell);
}

/** Whether a header cell is a position with a slip in it (`12O.5`, `77.04 Da`) rather than the name of a column. */
export function looksLikeNumber(cell: string): boolean {
  const characters = cell.replace(/\s/g, '');
  const digits = characters.replace(/\D/g, '').length;
  return (
    /^[+\-.,]*\d/.test(characters) ||
    (digits > 0 && 2 * digits >= characters.length) ||
    isMissingText(cell.trim()) ||
    /^[-–—]+$/.test(characters) ||
    /^[+-]?inf(inity)?$/i.test(characters) ||
    characters.startsWith('#')
  );
}

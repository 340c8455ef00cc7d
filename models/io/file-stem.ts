/** A file's name without its folder and ending: `run/fish-01.csv.gz` is `fish-01`. */
export function fileStem(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.\s]*$/, '');
}

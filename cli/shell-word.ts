/** A word as a shell takes it: in double quotes where it holds more than letters, digits and what no shell heeds. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./\\-]+$/u.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`;
}

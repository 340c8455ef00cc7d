import { byId, messageOf } from './dom.js';
import { announce, put, refuse, type Side, type Slots, sidesFor } from './slots.js';
import { readSpectrumFile } from './spectrum-file.js';

/** Reads what was dropped or chosen, and puts it on its side. */
export interface FileTaker {
  take(files: readonly File[], on: Side | undefined): void;
}

/** Files are read one after another, in the order in which they came: the last one for a side is the one that stays. */
export function createFileTaker(slots: () => Slots, change: (next: Slots) => void): FileTaker {
  let turn: Promise<void> = Promise.resolve();
  const error = byId('drop-error', HTMLElement);
  return {
    take(files, on) {
      error.hidden = files.length <= 2;
      error.textContent = `${files.length} files were given: ${files.map(({ name }) => name).join(', ')}. A comparison takes two: drop one or two.`;
      if (files.length > 2) {
        return;
      }
      turn = turn.then(async () => {
        const sides = sidesFor(slots(), files.length, on);
        for (const [i, file] of files.entries()) {
          const side = sides[i] as Side;
          change(announce(slots(), side, file.name));
          try {
            const read = await readSpectrumFile(file);
            change(put(slots(), side, read, files.length === 1));
          } catch (reason) {
            change(refuse(slots(), side, messageOf(reason)));
          }
        }
      });
    },
  };
}

import { byId, element, fillSelect, within } from './dom.js';
import { SIDES, type Side, type Slot, type Slots } from './slots.js';

/** What a user does with files. */
export interface DropZoneEvents {
  /** Files were dropped or chosen; `side` is the one that was meant, if one was. */
  files(files: readonly File[], side: Side | undefined): void;
  pick(side: Side, index: number): void;
  remove(side: Side): void;
}

/** The two sides, each a place to drop a file on and a button to choose one. */
export interface DropZone {
  /** @param misfits why a side's spectrum does not fit the model */
  show(slots: Slots, misfits: Readonly<Partial<Record<Side, string>>>): void;
}

/** Makes both sides. A file dropped beside them counts too: a miss must not make the browser leave the page. */
export function createDropZone(events: DropZoneEvents): DropZone {
  const views = Object.fromEntries(SIDES.map((side) => [side, createSlot(side, events)])) as Record<Side, SlotView>;
  byId('slots', HTMLElement).append(...SIDES.map((side) => views[side].root));

  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(sideAt(event.target) ?? 'page');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      mark(undefined);
    }
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(undefined);
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length > 0) {
      events.files(files, sideAt(event.target));
    }
  });
  return {
    show(slots, misfits) {
      for (const side of SIDES) {
        views[side].show(slots[side], misfits[side]);
      }
    },
  };
}

function mark(over: Side | 'page' | undefined): void {
  if (over === undefined) {
    delete document.body.dataset.dragging;
  } else {
    document.body.dataset.dragging = over;
  }
}

function sideAt(target: EventTarget | null): Side | undefined {
  const slot = target instanceof Element ? target.closest<HTMLElement>('[data-side]') : null;
  return slot?.dataset.side as Side | undefined;
}

interface SlotView {
  readonly root: HTMLElement;
  show(slot: Slot, misfit: string | undefined): void;
}

function createSlot(side: Side, events: DropZoneEvents): SlotView {
  const copy = byId('slot', HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
  const root = within(copy, '.slot', HTMLElement);
  const letter = side.toUpperCase();
  root.dataset.side = side;
  within(root, '.badge', HTMLElement).textContent = letter;

  const choose = within(root, 'input', HTMLInputElement);
  choose.id = `choose-${side}`;
  choose.setAttribute('aria-label', `Choose a file for ${letter}`);
  choose.addEventListener('change', () => {
    const files = Array.from(choose.files ?? []);
    // Emptied, so that choosing the same file again, mended meanwhile, is a change.
    choose.value = '';
    if (files.length > 0) {
      events.files(files, side);
    }
  });
  const remove = within(root, '.remove', HTMLButtonElement);
  remove.setAttribute('aria-label', `Remove ${letter}`);
  remove.addEventListener('click', () => {
    events.remove(side);
    choose.focus();
  });
  const picker = within(root, 'select', HTMLSelectElement);
  picker.id = `spectrum-${side}`;
  picker.addEventListener('change', () => events.pick(side, picker.selectedIndex));
  const label = within(root, '.picker label', HTMLLabelElement);
  label.htmlFor = picker.id;

  return {
    root,
    show({ file, index, reading, error }, misfit) {
      const names = file?.set.names ?? [];
      root.classList.toggle('filled', file !== undefined);
      within(root, '.slot-title', HTMLElement).textContent = names[index] ?? `Spectrum ${letter}`;
      within(root, '.file-name', HTMLElement).textContent =
        reading === undefined ? (file?.name ?? '') : `Reading ${reading} …`;
      within(root, '.hint', HTMLElement).hidden = file !== undefined || reading !== undefined;
      within(root, '.choose-label', HTMLElement).textContent = file === undefined ? 'Choose a file' : 'Another file';
      remove.hidden = file === undefined;
      within(root, '.picker', HTMLElement).hidden = names.length < 2;
      label.textContent = `One of ${names.length} spectra`;
      fillSelect(picker, names, index);
      const wrong = error ?? misfit;
      const alert = within(root, '.alert', HTMLElement);
      alert.hidden = wrong === undefined;
      alert.textContent = wrong ?? '';
      const notes = within(root, '.notes', HTMLElement);
      notes.hidden = (file?.set.notes.length ?? 0) === 0;
      notes.replaceChildren(...(file?.set.notes ?? []).map((note) => element('li', {}, note)));
    },
  };
}

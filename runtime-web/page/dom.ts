/** The page's element with this id, which `index.html` has. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`index.html has no ${type.name} "${id}".`);
  }
  return found;
}

/** The first element inside `root` that fits the selector. */
export function within<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) {
    throw new Error(`index.html has no ${type.name} "${selector}".`);
  }
  return found;
}

/** A new element. Children are text or elements: never markup, since file names are whatever they are. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** The options of a select, with one chosen. */
export function fillSelect(select: HTMLSelectElement, labels: readonly string[], chosen: number): void {
  const present = Array.from(select.options, ({ text }) => text);
  // Left alone when they are the same: a list that is open must not be emptied.
  if (present.length !== labels.length || present.some((text, i) => text !== labels[i])) {
    select.replaceChildren(...labels.map((label, i) => new Option(label, `${i}`)));
  }
  select.selectedIndex = chosen;
}

/** What an error says to a reader. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

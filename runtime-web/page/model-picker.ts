import { byId } from './dom.js';

/** Shows the served models; when there are several, one can be chosen. */
export function showModels(ids: readonly string[], choose: (id: string) => void): void {
  const select = byId('model', HTMLSelectElement);
  select.replaceChildren(...ids.map((id) => new Option(id, id)));
  select.addEventListener('change', () => choose(select.value));
  select.hidden = ids.length < 2;
  byId('model-name', HTMLElement).textContent = ids.length === 1 ? (ids[0] as string) : '';
  byId('model-picker', HTMLElement).hidden = ids.length === 0;
}

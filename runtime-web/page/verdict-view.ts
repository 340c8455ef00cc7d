import type { Manifest, Verdict } from '@spectrosim/models';
import { byId } from './dom.js';
import { showScale } from './scale-view.js';
import { headlineOf, reasonOf, shortAccuracyOf, similarityOf } from './verdict-words.js';

/** What there is to say of the pair. */
export type Outcome =
  | { readonly kind: 'waiting'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly manifest: Manifest };

/**
 * Shows a verdict in words and on its scale, what is still to be done for one, or why there is none. The unrounded
 * numbers are the section's data, for whoever scripts the page.
 */
export function showOutcome(outcome: Outcome): void {
  const section = byId('verdict', HTMLElement);
  const text = (id: string, value: string) => {
    byId(id, HTMLElement).textContent = value;
  };
  section.dataset.state =
    outcome.kind === 'verdict'
      ? outcome.verdict.undecided
        ? 'undecided'
        : outcome.verdict.sameSource
          ? 'same'
          : 'different'
      : outcome.kind;
  const error = byId('verdict-error', HTMLElement);
  error.hidden = outcome.kind !== 'failed';
  error.textContent = outcome.kind === 'failed' ? outcome.message : '';
  if (outcome.kind === 'verdict') {
    const { verdict, manifest } = outcome;
    section.dataset.similarity = `${verdict.similarity}`;
    section.dataset.score = `${verdict.score}`;
    text('headline', headlineOf(verdict, manifest.data.group));
    text('reason', reasonOf(verdict, manifest));
    text('similarity', similarityOf(verdict, manifest.decision.score));
    text('accuracy', shortAccuracyOf(manifest));
    showScale(verdict, manifest);
    return;
  }
  delete section.dataset.similarity;
  delete section.dataset.score;
  text('headline', '');
  text('reason', outcome.kind === 'waiting' ? outcome.text : '');
  text('similarity', '');
  text('accuracy', '');
  byId('score', HTMLElement).hidden = true;
}

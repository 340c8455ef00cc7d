import type { Manifest, Verdict } from '@spectrosim/models';
import { byId, element } from './dom.js';
import { formatScores, plain, scoreScale } from './score-scale.js';

/** Draws a score on its scale, with the threshold marked. It is a picture of what the words beside it say. */
export function showScale(verdict: Verdict, { decision, data }: Manifest): void {
  const scale = scoreScale(decision.score, verdict);
  const [score, threshold] = formatScores(verdict.score, verdict.threshold);
  const name = decision.score === 'cosine' ? 'score' : 'score (log-likelihood ratio)';
  const at = (share: number, ...classes: string[]) => {
    const made = element('span', { class: classes.join(' ') });
    made.style.setProperty('--at', `${share}`);
    // A label is centred on its place, but for the ends of the scale, where it would stick out.
    made.style.setProperty('--hang', share < 0.2 ? '0%' : share > 0.8 ? '-100%' : '-50%');
    return made;
  };
  const scoreLabel = at(scale.score, 'pin', 'score-pin');
  scoreLabel.append(element('b', {}, score), ` ${name}`);
  const thresholdLabel = at(scale.threshold, 'pin', 'threshold-pin');
  thresholdLabel.append(`threshold ${threshold}`);
  const bar = element(
    'div',
    { class: 'bar' },
    at(scale.threshold, 'below'),
    at(scale.threshold, 'limit'),
    at(scale.score, 'mark'),
  );
  const ends = element(
    'div',
    { class: 'ends' },
    element('span', {}, `← different ${data.group}`),
    element('span', {}, `same ${data.group} →`),
  );
  const box = byId('score', HTMLElement);
  box.setAttribute('role', 'img');
  box.setAttribute(
    'aria-label',
    `Scale from ${plain(scale.low, 2)} to ${plain(scale.high, 2)}: score ${score}, threshold ${threshold}.`,
  );
  box.className = 'scale';
  box.replaceChildren(scoreLabel, bar, thresholdLabel, ends);
  box.hidden = false;
}

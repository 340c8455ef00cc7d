import type { Provider } from '@spectrosim/models';
import { fastestTrial, type ProviderTrial } from '../calibrate.js';

/** What a page knows of a provider here: what trying it showed, or why it was not tried. */
export type PageTrial =
  | ProviderTrial
  | { readonly provider: Provider; readonly threads: number; readonly outcome: 'skipped'; readonly reason: string };

/** The trial of the fastest provider that gives the right answers. */
export function fastestOf(trials: readonly PageTrial[]): ProviderTrial | undefined {
  return fastestTrial(trials.filter((trial) => trial.outcome !== 'skipped'));
}

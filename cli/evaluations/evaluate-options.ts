import { SpectroSimError } from '@spectrosim/models';
import type { ProtocolName } from '@spectrosim/training';
import type { Command } from 'commander';
import type { FileSettings } from '../config-file.js';
import type { RoleOptions } from '../input-files.js';
import type { InputOptions } from '../input-options.js';
import { type LadderOptions, OF_LADDER } from '../ladder-options.js';
import type { EngineOptions } from '../options.js';
import type { ReportOptions } from './report-option.js';

/** Controls of an evaluation, which must find nothing. */
export const CONTROLS = ['shuffled-labels', 'shuffled-training'] as const;

/** One of {@link CONTROLS}. */
export type ControlName = (typeof CONTROLS)[number];

/** The options of `evaluate`. */
export type EvaluateOptions = RoleOptions &
  InputOptions &
  EngineOptions &
  FileSettings &
  LadderOptions &
  ReportOptions & {
    readonly model?: string;
    readonly contrastive?: boolean;
    readonly control?: ControlName;
    readonly shuffles?: number;
    readonly protocol?: ProtocolName;
    readonly folds?: number;
    readonly leaveOut?: number;
    readonly partitions?: number;
    readonly workers?: number;
    readonly json?: boolean;
  };

/** What `evaluate` can measure. */
export type Evaluation = 'verifier' | 'contrastive' | 'artifact' | 'control';

const OF_TRAINING = ['steps', 'engine', 'backend'] as const;
const OF_VERIFIER = ['protocol', 'leaveOut', 'partitions', 'control', 'shuffles', 'workers', ...OF_LADDER] as const;
const NOT_OF_CONTROLS = ['partitions', 'budget', 'scoreNormalisation', 'workers'] as const;

const FLAGS: Readonly<Record<string, string>> = {
  leaveOut: 'leave-out',
  scoreNormalisation: 'score-normalisation',
};

/**
 * Which evaluation the options ask for.
 *
 * @throws SpectroSimError `usage` for an option that this evaluation would not heed.
 */
export function evaluationOf(options: EvaluateOptions, command: Command): Evaluation {
  const { model, contrastive = false, control, settings = {} } = options;
  const given = (names: readonly string[]) =>
    names
      .filter((name) => ['cli', 'config'].includes(command.getOptionValueSource(name) ?? ''))
      .map((name) => `--${FLAGS[name] ?? name}`);
  const ofTraining = [...given(OF_TRAINING), ...Object.keys(settings)];
  if (model !== undefined) {
    refuse(
      [...given(['contrastive', 'folds', ...OF_VERIFIER]), ...ofTraining],
      'say how to train, and --model measures a model that is trained already. Leave out one or the other.',
    );
    return 'artifact';
  }
  if (contrastive) {
    refuse(
      given(OF_VERIFIER),
      'are not for --contrastive, which has one partition, by group. Leave out one or the other.',
    );
    refuse(
      given(['report']),
      'draws scores that are on one scale, and the cosines of each fold’s encoder have their own. Train one (train --contrastive --out DIR) and measure it: evaluate NEW-DATA --model DIR --report FILE.',
    );
    return 'contrastive';
  }
  refuse(ofTraining, 'say how to train the contrastive encoder. Add --contrastive to measure that, or leave them out.');
  if (control !== undefined) {
    refuse(
      given(NOT_OF_CONTROLS),
      'are not for --control, which cuts and climbs once for every shuffle (--shuffles). Leave out one or the other.',
    );
    refuse(
      given(['report', 'force']),
      'are not for --control, which prints whether it passed and writes no report. Leave out one or the other.',
    );
    return 'control';
  }
  refuse(given(['shuffles']), 'is for --control. Add it, or leave this out.');
  if (options.provider !== 'cpu' && (options.workers ?? 1) > 1) {
    refuse(
      given(['workers']),
      `is for --provider cpu: sessions of ${options.provider} in several threads at once are not tried. Leave out one or the other.`,
    );
  }
  return 'verifier';
}

function refuse(given: readonly string[], why: string): void {
  if (given.length > 0) {
    throw new SpectroSimError('usage', `${given.join(', ')} ${why}`);
  }
}

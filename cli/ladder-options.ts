import {
  parseLadder,
  RUNGS,
  type Rung,
  SCORE_NORMALISATIONS,
  type ScoreNormalisationName,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of the commands that climb the ladder. */
export interface LadderOptions {
  readonly candidates?: readonly Rung[];
  readonly budget?: string;
  readonly scoreNormalisation?: ScoreNormalisationName;
}

/** Their names. */
export const OF_LADDER = [
  'candidates',
  'budget',
  'scoreNormalisation',
] as const satisfies readonly (keyof LadderOptions)[];

/** Adds the options of the ladder. */
export function withLadder(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--candidates <list>',
        `what the ladder tries, from the floor up (default: ${RUNGS.join(',')})`,
      ).argParser(candidates),
    )
    .addOption(
      new Option(
        '--budget <duration>',
        'time for all ladders together, such as 90s, 10m or 1h: stops between rungs (default: no end)',
      ).argParser(duration),
    )
    .addOption(
      new Option(
        '--score-normalisation <name>',
        'scores of fitted back-ends in units of those against training spectra (default: none)',
      ).choices(SCORE_NORMALISATIONS),
    );
}

/** The options of the ladder as they were resolved, for a report. */
export function ladderConfiguration({ candidates = RUNGS, budget, scoreNormalisation }: LadderOptions) {
  return { candidates, ...(budget && { budget }), ...(scoreNormalisation && { scoreNormalisation }) };
}

/** The options of the ladder as training takes them. */
export function ladderSettings({
  candidates = RUNGS,
  budget,
  scoreNormalisation,
}: LadderOptions): Pick<VerifierEvaluationOptions, 'candidates' | 'budgetSeconds' | 'scoreNormalisation'> {
  return {
    candidates,
    ...(budget && { budgetSeconds: durationSeconds(budget) }),
    ...(scoreNormalisation && { scoreNormalisation }),
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function durationSeconds(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] as number);
}

function duration(text: string): string {
  if (!/^\d+(\.\d+)?[smh]$/.test(text)) {
    throw new InvalidArgumentError('Expected a number of seconds, minutes or hours, such as 90s, 10m or 1h.');
  }
  return text;
}

function candidates(text: string): readonly Rung[] {
  try {
    return parseLadder(text.split(',').map((name) => name.trim()));
  } catch (cause) {
    throw new InvalidArgumentError((cause as Error).message);
  }
}

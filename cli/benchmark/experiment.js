import { parseSettings } from '@spectrosim/models';
import { BASELINES, BENCHMARK_PROTOCOLS, SIMULATOR_PRESETS } from '@spectrosim/training';
import { z } from 'zod';
/** The kinds of rows, each with the keys that it needs and those that it may have besides `name`, `note` and `published`. */
const KINDS = {
    contrastive: { needs: [], takes: ['encoder', 'objective', 'temperature', 'batch', 'augmentations', 'training'] },
    classification: { needs: [], takes: ['encoder', 'objective', 'batch', 'augmentations', 'training'] },
    baseline: { needs: ['baseline'], takes: [] },
    verifier: { needs: [], takes: ['candidates'] },
    floor: { needs: [], takes: [] },
    cost: { needs: ['encoder'], takes: [] },
};
const KIND_NAMES = Object.keys(KINDS);
const encoder = z.union([z.string(), z.strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()) })]);
const objective = z.union([
    z.string(),
    z.strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()) }),
]);
const settings = z.record(z.string(), z.unknown());
const row = z
    .strictObject({
    /** What the table calls it. */
    name: z.string().min(1),
    kind: z.enum(KIND_NAMES),
    encoder: encoder.optional(),
    objective: objective.optional(),
    temperature: z.number().positive().optional(),
    batch: z.int().min(2).optional(),
    augmentations: z.array(z.unknown()).optional(),
    /** Settings of training of this row alone. */
    training: settings.optional(),
    baseline: z.enum(BASELINES).optional(),
    /** What a verifier is chosen among. @default floor, linear, ensemble */
    candidates: z.array(z.string()).optional(),
    /** As printed in the papers, to stand beside ours. */
    published: z.string().optional(),
    note: z.string().optional(),
})
    .superRefine((given, context) => {
    const { needs, takes } = KINDS[given.kind];
    const known = ['name', 'kind', 'published', 'note', ...needs, ...takes];
    for (const key of needs.filter((needed) => given[needed] === undefined)) {
        context.addIssue({ code: 'custom', path: [key], message: `a row of kind "${given.kind}" needs it` });
    }
    for (const key of Object.keys(given).filter((one) => !known.includes(one))) {
        const may = [...needs, ...takes].join(', ') || 'nothing of its own';
        context.addIssue({
            code: 'custom',
            path: [key],
            message: `a row of kind "${given.kind}" does not read it. It takes ${may}`,
        });
    }
});
/** Rows made of every combination of the values listed. */
const grid = z.strictObject({
    kind: z.enum(['contrastive', 'classification']).default('contrastive'),
    encoder: z.array(encoder).min(1).optional(),
    objective: z.array(objective).min(1).optional(),
    temperature: z.array(z.number().positive()).min(1).optional(),
    batch: z.array(z.int().min(2)).min(1).optional(),
    augmentations: z.array(z.array(z.unknown())).min(1).optional(),
});
const data = z
    .strictObject({
    /** What tables call it. @default made of what it is */
    name: z.string().min(1).optional(),
    /** A simulated set, a new one for each seed: a preset, and any settings of the simulator. */
    simulate: z.looseObject({ difficulty: z.enum(SIMULATOR_PRESETS).default('default') }).optional(),
    /** Spectra, found from where the command runs. */
    file: z.string().optional(),
    samples: z.string().optional(),
    group: z.string().optional(),
    run: z.string().optional(),
    stratum: z.string().optional(),
    decimal: z.enum(['comma', 'point']).optional(),
    orientation: z.enum(['rows', 'columns']).optional(),
    axis: z.string().optional(),
    sheet: z.string().optional(),
})
    .superRefine(({ name: _, simulate, file, group, ...ofFile }, context) => {
    if ((simulate === undefined) === (file === undefined)) {
        context.addIssue({ code: 'custom', message: 'expected either "simulate" or "file"' });
    }
    else if (file !== undefined && group === undefined) {
        context.addIssue({
            code: 'custom',
            path: ['group'],
            message: 'a file needs it: the column of what is one source',
        });
    }
    else if (simulate !== undefined) {
        for (const key of Object.keys({ ...(group !== undefined && { group }), ...ofFile })) {
            context.addIssue({
                code: 'custom',
                path: [key],
                message: 'is for a file; simulated data have roles of their own',
            });
        }
    }
});
const seedList = z.union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)]);
const large = z.strictObject({
    /** More parameters than this are many. */
    above: z.int().min(0).default(20_000_000),
    /** How many of the seeds such a row has. */
    seeds: z.int().min(1).default(2),
    /** On simulated data alone. */
    simulatedOnly: z.boolean().default(true),
    /** Left out altogether, with a line that says so. */
    leaveOut: z.boolean().default(false),
});
/** How costs are measured, see `measureCost`. */
const cost = z.strictObject({
    batch: z.int().min(2).optional(),
    inference: z.array(z.int().min(1)).min(1).optional(),
    rounds: z.int().min(2).optional(),
    roundMs: z.number().positive().optional(),
    limitMs: z.number().positive().optional(),
});
const overrides = z.strictObject({
    seeds: z.union([seedList, z.strictObject({ simulated: seedList, real: seedList })]).optional(),
    training: settings.optional(),
    /** Settings of the simulator, over those of simulated data. */
    simulate: settings.optional(),
    large: large.partial().optional(),
    cost: cost.optional(),
});
/** An experiment as it is declared in a file. */
export const experimentSchema = z
    .strictObject({
    title: z.string().min(1),
    /** What it is to find out, in a sentence or two. */
    question: z.string().optional(),
    data: z
        .array(data)
        .min(1)
        .default([{ simulate: { difficulty: 'default' } }]),
    protocols: z.array(z.enum(BENCHMARK_PROTOCOLS)).min(1).default(['held-out']),
    /** A number n stands for 1 to n. */
    seeds: z
        .union([seedList, z.strictObject({ simulated: seedList, real: seedList })])
        .default({ simulated: 5, real: 3 }),
    /** Settings of training that all rows share; `epochs` instead of `steps` are passes over the training spectra. */
    training: settings.default({}),
    rows: z.array(row).default([]),
    grid: grid.optional(),
    /** What is different for models with many parameters. */
    large: large.prefault({}),
    /** How rows of kind `cost` are measured. */
    cost: cost.default({}),
    /** Keep the scores of all test pairs, in `scores/KEY.json`. */
    keepScores: z.boolean().default(false),
    /** What `--quick` changes. */
    quick: overrides.prefault({}),
    /** What `--full` changes. */
    full: overrides.prefault({}),
})
    .refine(({ rows, grid: of }) => rows.length > 0 || of !== undefined, 'expected "rows", "grid" or both');
/**
 * Checks an experiment.
 *
 * @param what to begin the message with
 * @throws SpectroSimError `usage` with a line for each mistake
 */
export function parseExperiment(what, value) {
    return parseSettings(what, experimentSchema, value);
}
/** An experiment with the changes of `--quick` or `--full`. */
export function overridden(experiment, { seeds, training, simulate, large: many, cost: measured }) {
    return {
        ...experiment,
        ...(seeds !== undefined && { seeds }),
        training: { ...stepsReplaced(experiment.training, training), ...training },
        large: { ...experiment.large, ...many },
        cost: { ...experiment.cost, ...measured },
        data: experiment.data.map((one) => one.simulate === undefined || simulate === undefined
            ? one
            : { ...one, simulate: mergedSettings(one.simulate, simulate) }),
    };
}
/** Steps and epochs say the same thing twice: whichever the changes have replaces both. */
function stepsReplaced(training, changes = {}) {
    const { steps, epochs, ...rest } = training;
    return 'steps' in changes || 'epochs' in changes
        ? rest
        : { ...rest, ...(steps !== undefined && { steps }), ...(epochs !== undefined && { epochs }) };
}
/** Settings of the simulator are by stage. */
function mergedSettings(settingsOf, changes) {
    const merged = { ...settingsOf };
    for (const [stage, values] of Object.entries(changes)) {
        merged[stage] =
            typeof values === 'object' && values !== null ? { ...merged[stage], ...values } : values;
    }
    return merged;
}
/** Seeds as a list. */
export function seedsOf({ seeds }, simulated) {
    const given = typeof seeds === 'object' && !Array.isArray(seeds) ? seeds[simulated ? 'simulated' : 'real'] : seeds;
    return typeof given === 'number' ? Array.from({ length: given }, (_, i) => i + 1) : [...new Set(given)];
}
//# sourceMappingURL=experiment.js.map
import { z } from 'zod';
/** The kinds of rows, each with the keys that it needs and those that it may have besides `name`, `note` and `published`. */
declare const KINDS: {
    readonly contrastive: {
        readonly needs: readonly [];
        readonly takes: readonly ["encoder", "objective", "temperature", "batch", "augmentations", "training"];
    };
    readonly classification: {
        readonly needs: readonly [];
        readonly takes: readonly ["encoder", "objective", "batch", "augmentations", "training"];
    };
    readonly baseline: {
        readonly needs: readonly ["baseline"];
        readonly takes: readonly [];
    };
    readonly verifier: {
        readonly needs: readonly [];
        readonly takes: readonly ["candidates"];
    };
    readonly floor: {
        readonly needs: readonly [];
        readonly takes: readonly [];
    };
    readonly cost: {
        readonly needs: readonly ["encoder"];
        readonly takes: readonly [];
    };
};
/** The kind of a row. */
export type RowKind = keyof typeof KINDS;
declare const row: z.ZodObject<{
    name: z.ZodString;
    kind: z.ZodEnum<{
        contrastive: "contrastive";
        classification: "classification";
        cost: "cost";
        baseline: "baseline";
        verifier: "verifier";
        floor: "floor";
    }>;
    encoder: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        name: z.ZodString;
        config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
    }, z.core.$strict>]>>;
    objective: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        name: z.ZodString;
        config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
    }, z.core.$strict>]>>;
    temperature: z.ZodOptional<z.ZodNumber>;
    batch: z.ZodOptional<z.ZodInt>;
    augmentations: z.ZodOptional<z.ZodArray<z.ZodUnknown>>;
    training: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    baseline: z.ZodOptional<z.ZodEnum<{
        "opls-da": "opls-da";
        knn: "knn";
        "decision-tree": "decision-tree";
        lda: "lda";
        "naive-bayes": "naive-bayes";
        "random-forest": "random-forest";
        svm: "svm";
        "logistic-regression": "logistic-regression";
        ensemble: "ensemble";
    }>>;
    candidates: z.ZodOptional<z.ZodArray<z.ZodString>>;
    published: z.ZodOptional<z.ZodString>;
    note: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
/** Rows made of every combination of the values listed. */
declare const grid: z.ZodObject<{
    kind: z.ZodDefault<z.ZodEnum<{
        contrastive: "contrastive";
        classification: "classification";
    }>>;
    encoder: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        name: z.ZodString;
        config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
    }, z.core.$strict>]>>>;
    objective: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        name: z.ZodString;
        config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
    }, z.core.$strict>]>>>;
    temperature: z.ZodOptional<z.ZodArray<z.ZodNumber>>;
    batch: z.ZodOptional<z.ZodArray<z.ZodInt>>;
    augmentations: z.ZodOptional<z.ZodArray<z.ZodArray<z.ZodUnknown>>>;
}, z.core.$strict>;
declare const data: z.ZodObject<{
    name: z.ZodOptional<z.ZodString>;
    simulate: z.ZodOptional<z.ZodObject<{
        difficulty: z.ZodDefault<z.ZodEnum<{
            default: "default";
            easy: "easy";
            hard: "hard";
        }>>;
    }, z.core.$loose>>;
    file: z.ZodOptional<z.ZodString>;
    samples: z.ZodOptional<z.ZodString>;
    group: z.ZodOptional<z.ZodString>;
    run: z.ZodOptional<z.ZodString>;
    stratum: z.ZodOptional<z.ZodString>;
    decimal: z.ZodOptional<z.ZodEnum<{
        comma: "comma";
        point: "point";
    }>>;
    orientation: z.ZodOptional<z.ZodEnum<{
        rows: "rows";
        columns: "columns";
    }>>;
    axis: z.ZodOptional<z.ZodString>;
    sheet: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
declare const overrides: z.ZodObject<{
    seeds: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>, z.ZodObject<{
        simulated: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
        real: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
    }, z.core.$strict>]>>;
    training: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    simulate: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    large: z.ZodOptional<z.ZodObject<{
        above: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
        seeds: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
        simulatedOnly: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
        leaveOut: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
    }, z.core.$strict>>;
    cost: z.ZodOptional<z.ZodObject<{
        batch: z.ZodOptional<z.ZodInt>;
        inference: z.ZodOptional<z.ZodArray<z.ZodInt>>;
        rounds: z.ZodOptional<z.ZodInt>;
        roundMs: z.ZodOptional<z.ZodNumber>;
        limitMs: z.ZodOptional<z.ZodNumber>;
    }, z.core.$strict>>;
}, z.core.$strict>;
/** An experiment as it is declared in a file. */
export declare const experimentSchema: z.ZodObject<{
    title: z.ZodString;
    question: z.ZodOptional<z.ZodString>;
    data: z.ZodDefault<z.ZodArray<z.ZodObject<{
        name: z.ZodOptional<z.ZodString>;
        simulate: z.ZodOptional<z.ZodObject<{
            difficulty: z.ZodDefault<z.ZodEnum<{
                default: "default";
                easy: "easy";
                hard: "hard";
            }>>;
        }, z.core.$loose>>;
        file: z.ZodOptional<z.ZodString>;
        samples: z.ZodOptional<z.ZodString>;
        group: z.ZodOptional<z.ZodString>;
        run: z.ZodOptional<z.ZodString>;
        stratum: z.ZodOptional<z.ZodString>;
        decimal: z.ZodOptional<z.ZodEnum<{
            comma: "comma";
            point: "point";
        }>>;
        orientation: z.ZodOptional<z.ZodEnum<{
            rows: "rows";
            columns: "columns";
        }>>;
        axis: z.ZodOptional<z.ZodString>;
        sheet: z.ZodOptional<z.ZodString>;
    }, z.core.$strict>>>;
    protocols: z.ZodDefault<z.ZodArray<z.ZodEnum<{
        groups: "groups";
        "held-out": "held-out";
        "leave-groups-out": "leave-groups-out";
        "groups-and-runs": "groups-and-runs";
        pairs: "pairs";
        paper: "paper";
    }>>>;
    seeds: z.ZodDefault<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>, z.ZodObject<{
        simulated: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
        real: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
    }, z.core.$strict>]>>;
    training: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    rows: z.ZodDefault<z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        kind: z.ZodEnum<{
            contrastive: "contrastive";
            classification: "classification";
            cost: "cost";
            baseline: "baseline";
            verifier: "verifier";
            floor: "floor";
        }>;
        encoder: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            name: z.ZodString;
            config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
        }, z.core.$strict>]>>;
        objective: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            name: z.ZodString;
            config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
        }, z.core.$strict>]>>;
        temperature: z.ZodOptional<z.ZodNumber>;
        batch: z.ZodOptional<z.ZodInt>;
        augmentations: z.ZodOptional<z.ZodArray<z.ZodUnknown>>;
        training: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        baseline: z.ZodOptional<z.ZodEnum<{
            "opls-da": "opls-da";
            knn: "knn";
            "decision-tree": "decision-tree";
            lda: "lda";
            "naive-bayes": "naive-bayes";
            "random-forest": "random-forest";
            svm: "svm";
            "logistic-regression": "logistic-regression";
            ensemble: "ensemble";
        }>>;
        candidates: z.ZodOptional<z.ZodArray<z.ZodString>>;
        published: z.ZodOptional<z.ZodString>;
        note: z.ZodOptional<z.ZodString>;
    }, z.core.$strict>>>;
    grid: z.ZodOptional<z.ZodObject<{
        kind: z.ZodDefault<z.ZodEnum<{
            contrastive: "contrastive";
            classification: "classification";
        }>>;
        encoder: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            name: z.ZodString;
            config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
        }, z.core.$strict>]>>>;
        objective: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            name: z.ZodString;
            config: z.ZodRecord<z.ZodString, z.ZodUnknown>;
        }, z.core.$strict>]>>>;
        temperature: z.ZodOptional<z.ZodArray<z.ZodNumber>>;
        batch: z.ZodOptional<z.ZodArray<z.ZodInt>>;
        augmentations: z.ZodOptional<z.ZodArray<z.ZodArray<z.ZodUnknown>>>;
    }, z.core.$strict>>;
    large: z.ZodPrefault<z.ZodObject<{
        above: z.ZodDefault<z.ZodInt>;
        seeds: z.ZodDefault<z.ZodInt>;
        simulatedOnly: z.ZodDefault<z.ZodBoolean>;
        leaveOut: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>>;
    cost: z.ZodDefault<z.ZodObject<{
        batch: z.ZodOptional<z.ZodInt>;
        inference: z.ZodOptional<z.ZodArray<z.ZodInt>>;
        rounds: z.ZodOptional<z.ZodInt>;
        roundMs: z.ZodOptional<z.ZodNumber>;
        limitMs: z.ZodOptional<z.ZodNumber>;
    }, z.core.$strict>>;
    keepScores: z.ZodDefault<z.ZodBoolean>;
    quick: z.ZodPrefault<z.ZodObject<{
        seeds: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>, z.ZodObject<{
            simulated: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
            real: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
        }, z.core.$strict>]>>;
        training: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        simulate: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        large: z.ZodOptional<z.ZodObject<{
            above: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
            seeds: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
            simulatedOnly: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
            leaveOut: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
        }, z.core.$strict>>;
        cost: z.ZodOptional<z.ZodObject<{
            batch: z.ZodOptional<z.ZodInt>;
            inference: z.ZodOptional<z.ZodArray<z.ZodInt>>;
            rounds: z.ZodOptional<z.ZodInt>;
            roundMs: z.ZodOptional<z.ZodNumber>;
            limitMs: z.ZodOptional<z.ZodNumber>;
        }, z.core.$strict>>;
    }, z.core.$strict>>;
    full: z.ZodPrefault<z.ZodObject<{
        seeds: z.ZodOptional<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>, z.ZodObject<{
            simulated: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
            real: z.ZodUnion<readonly [z.ZodInt, z.ZodArray<z.ZodInt>]>;
        }, z.core.$strict>]>>;
        training: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        simulate: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        large: z.ZodOptional<z.ZodObject<{
            above: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
            seeds: z.ZodOptional<z.ZodDefault<z.ZodInt>>;
            simulatedOnly: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
            leaveOut: z.ZodOptional<z.ZodDefault<z.ZodBoolean>>;
        }, z.core.$strict>>;
        cost: z.ZodOptional<z.ZodObject<{
            batch: z.ZodOptional<z.ZodInt>;
            inference: z.ZodOptional<z.ZodArray<z.ZodInt>>;
            rounds: z.ZodOptional<z.ZodInt>;
            roundMs: z.ZodOptional<z.ZodNumber>;
            limitMs: z.ZodOptional<z.ZodNumber>;
        }, z.core.$strict>>;
    }, z.core.$strict>>;
}, z.core.$strict>;
/** An experiment, checked and complete. */
export type Experiment = z.output<typeof experimentSchema>;
/** A row of an experiment. */
export type ExperimentRow = z.output<typeof row>;
/** Data of an experiment. */
export type ExperimentData = z.output<typeof data>;
/** What `--quick` and `--full` may change. */
export type Overrides = z.output<typeof overrides>;
/** A grid of rows. */
export type Grid = z.output<typeof grid>;
/**
 * Checks an experiment.
 *
 * @param what to begin the message with
 * @throws SpectroSimError `usage` with a line for each mistake
 */
export declare function parseExperiment(what: string, value: unknown): Experiment;
/** An experiment with the changes of `--quick` or `--full`. */
export declare function overridden(experiment: Experiment, { seeds, training, simulate, large: many, cost: measured }: Overrides): Experiment;
/** Seeds as a list. */
export declare function seedsOf({ seeds }: Pick<Experiment, 'seeds'>, simulated: boolean): number[];
export {};
//# sourceMappingURL=experiment.d.ts.map
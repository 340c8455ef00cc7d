import { z } from 'zod';

const count = (value: number, text: string) => z.number().int().min(1).default(value).describe(text);
const amount = (value: number, text: string) => z.number().min(0).default(value).describe(text);
const signed = (value: number, text: string) => z.number().default(value).describe(text);

/** How far one level (batches of a species, fish of a batch) varies, each in units of the natural logarithm. */
const variation = (group: number, chain: number, unsaturation: number, decay: number, molecule: number) =>
  z
    .strictObject({
      groupLogSd: amount(group, 'Lipid classes and metabolites, each as a whole (standard deviation of ln amount).'),
      chainLogSd: amount(chain, 'Fatty acyl chains, wherever they are bound (standard deviation of ln amount).'),
      unsaturationLogSd: amount(unsaturation, 'Unsaturated against saturated chains: SD of ln amount per two bonds.'),
      decayLogSd: amount(decay, 'Lipolysis and nucleotide breakdown (standard deviation of ln amount).'),
      moleculeLogSd: amount(molecule, 'Each molecule by itself (standard deviation of ln amount).'),
    })
    .readonly()
    .prefault({});

/**
 * Every effect of the simulator, with its unit in its name. An effect at 0 is absent, and switching one off changes no
 * other effect's random numbers. The defaults are the preset `default`.
 *
 * `LogSd` is the standard deviation of a natural logarithm: 0.1 is about 10%.
 */
export const simulatorSchema = z
  .strictObject({
    axis: z
      .strictObject({
        bins: z.number().int().min(2).default(2080).describe('Number of m/z bins, evenly spaced.'),
        mzMin: z.number().positive().default(77.04).describe('Centre of the first bin (m/z).'),
        mzMax: z.number().positive().default(999.32).describe('Centre of the last bin (m/z).'),
      })
      .refine(({ mzMin, mzMax }) => mzMin < mzMax, 'Expected mzMin below mzMax.')
      .readonly()
      .prefault({}),
    design: z
      .strictObject({
        batches: count(24, 'Processing batches: the first half hoki, the second half jack mackerel.'),
        fishPerBatch: count(3, 'Fish of each batch, one spectrum each.'),
        days: count(4, 'Days of measurement, with as equal numbers of fish as possible.'),
        order: z
          .enum(['randomised', 'by-batch'])
          .default('randomised')
          .describe('Run order: fish at random over all days, or batch after batch (drift then gives the batch away).'),
        qcInterval: z.number().int().min(0).default(6).describe('Fish between two QC injections of a day; 0 = no QC.'),
      })
      .readonly()
      .prefault({}),
    species: z
      .strictObject({
        contrast: amount(1, 'Difference between the species profiles: 1 as tabulated, 0 none.'),
        moleculeLogSd: amount(0.25, 'Each molecule of a species beyond the table (standard deviation of ln amount).'),
      })
      .readonly()
      .prefault({}),
    batch: variation(0.15, 0.14, 0.1, 0.25, 0.2),
    fish: variation(0.2, 0.08, 0.12, 0.2, 0.18),
    burn: z
      .strictObject({
        gainLogSd: amount(0.4, 'Total ion current from burn to burn (standard deviation of ln intensity).'),
        tiltLogSd: amount(
          0.25,
          'Heavy against light ions, at the ends of the axis (standard deviation of ln intensity).',
        ),
        fragmentationLogSd: amount(0.3, 'Fragments against whole ions (standard deviation of ln intensity).'),
        suppressionLogSd: amount(
          0.12,
          'Each ion by itself: competition for charge (standard deviation of ln intensity).',
        ),
      })
      .readonly()
      .prefault({}),
    day: z
      .strictObject({
        gainLogSd: amount(0.25, 'Sensitivity from day to day (standard deviation of ln intensity).'),
        responseLogSd: amount(0.15, "A day's smooth response over m/z (standard deviation of ln intensity)."),
        responseLengthDa: z
          .number()
          .positive()
          .default(120)
          .describe("Length over which a day's response varies (Da)."),
      })
      .readonly()
      .prefault({}),
    drift: z
      .strictObject({
        dayLogGain: signed(-0.3, "Change of sensitivity from a day's first injection to its last (ln intensity)."),
        dayLogTilt: signed(-0.25, 'The same for the ends of the axis, + at heavy and − at light ions (ln intensity).'),
        campaignLogGain: signed(
          -0.3,
          'Change of sensitivity from the first injection of all to the last (ln intensity).',
        ),
        campaignLogTilt: signed(-0.15, 'The same for the ends of the axis (ln intensity).'),
      })
      .readonly()
      .prefault({}),
    massError: z
      .strictObject({
        dayPpmSd: amount(15, 'Calibration error of a day (standard deviation, ppm).'),
        driftPpmPerDay: signed(20, 'Change of calibration over a day (ppm).'),
        burnPpmSd: amount(10, 'm/z jitter of a spectrum (standard deviation, ppm).'),
      })
      .readonly()
      .prefault({}),
    peak: z
      .strictObject({ widthPpm: amount(100, 'Width of a peak at half its height (ppm of m/z); 0 = all in one bin.') })
      .readonly()
      .prefault({}),
    background: z
      .strictObject({
        humpFraction: amount(0.2, "Smooth chemical background as a fraction of the molecules' total."),
        combFraction: amount(0.25, "Background peaks at every nominal mass as a fraction of the molecules' total."),
        combMassDefectPpm: amount(600, 'Mass above the nominal one of background peaks (ppm).'),
        combLogSd: amount(0.6, 'Heights of background peaks, the same in every spectrum (SD of ln height).'),
        dayCombLogSd: amount(0.2, 'Heights of background peaks from day to day (standard deviation of ln height).'),
        burnLogSd: amount(0.35, 'Amount of all background from burn to burn (standard deviation of ln amount).'),
      })
      .readonly()
      .prefault({}),
    noise: z
      .strictObject({
        totalIntensity: z.number().positive().default(4e8).describe('Total intensity of the molecules before gains.'),
        intensityPerIon: amount(1000, 'Intensity that one detected ion counts for: shot noise is √(intensity × this).'),
        electronicSd: amount(4000, 'Electronic noise (standard deviation, intensity), clipped at zero.'),
      })
      .readonly()
      .prefault({}),
  })
  .readonly();

/** All parameters of {@link simulate}, complete. */
export type SimulatorParameters = z.infer<typeof simulatorSchema>;

/** Parameters as a user writes them: what is left out has its default. */
export type SimulatorInput = z.input<typeof simulatorSchema>;

/** How far one level varies: see {@link simulatorSchema}. */
export type Variation = SimulatorParameters['batch'];

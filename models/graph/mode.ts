/**
 * What a model is called for: to learn, or to embed.
 *
 * Batch normalisation takes its statistics from the batch in the one case and from its weights in the other.
 */
export type Mode = 'training' | 'inference';

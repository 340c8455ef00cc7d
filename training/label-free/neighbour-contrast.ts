/**
 * How well a similarity shows spectra that belong together, without knowing which do: the mean over spectra of how far the nearest
 * neighbour stands out from all others, in standard deviations of the spectrum's similarities; 0 for a spectrum whose nearest
 * neighbour has another one.
 *
 * Where sets hold replicates, a good similarity gives each spectrum a few that are far more like it than the rest, and these agree.
 * Standing out alone would favour noise, in which an outlier is everyone's neighbour; agreeing alone would favour what hardly tells
 * spectra apart, such as a baseline, along which neighbours are mutual by chance.
 *
 * @param similarity symmetric `[N, N]`, row-major; its diagonal is not read
 * @returns 0 of fewer than three spectra
 */
export function neighbourContrast(similarity: Float64Array, count: number): number {
  if (count < 3) {
    return 0;
  }
  const at = (i: number, j: number) => similarity[i * count + j] as number;
  const nearest = Array.from({ length: count }, (_, i) => {
    let best = i === 0 ? 1 : 0;
    for (let j = 0; j < count; j++) {
      best = j !== i && at(i, j) > at(i, best) ? j : best;
    }
    return best;
  });
  const contrasts = nearest.map((best, i) => {
    if (nearest[best] !== i) {
      return 0;
    }
    const others = Array.from({ length: count }, (_, j) => at(i, j)).filter((_, j) => j !== i);
    const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
    const variance = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / others.length;
    return variance > 0 ? (at(i, best) - mean) / Math.sqrt(variance) : 0;
  });
  return contrasts.reduce((sum, value) => sum + value, 0) / count;
}

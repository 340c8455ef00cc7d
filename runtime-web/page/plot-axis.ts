import type uPlot from 'uplot';

/** What the axes of all plots look like. */
export function plotAxis(style: CSSStyleDeclaration): uPlot.Axis {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${colour('--font')}`;
  return {
    stroke: colour('--muted'),
    font,
    labelFont: font,
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { stroke: colour('--rule'), width: 1, size: 4 },
  };
}

import type { MatrixData } from '../sections/group-matrix.js';

/** What the page's script reads. */
export interface ReportPageData {
  readonly matrix: MatrixData;
}

/** What the page's script is called with, besides the data. */
export interface ReportTools {
  readonly decodeFloats: (base64: string) => (number | null)[];
  readonly normalShare: (z: number) => number;
  readonly curveAt: (d: string, x: number) => number | undefined;
}

/** Reads off plots what is under the pointer, and answers the controls. Runs in a page: its text is sent there. */
export function showReport({ matrix }: ReportPageData, { decodeFloats, normalShare, curveAt }: ReportTools): void {
  const outputOf = (element: Element) => element.closest('figure')?.querySelector('output') as HTMLOutputElement;
  const find = <E extends Element>(selector: string) => document.querySelector<E>(selector);
  const number = (value: number, digits: number) => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
  };
  const percent = (share: number) => `${(100 * share).toFixed(share > 0.1 && share < 0.9 ? 1 : 2)}%`;
  /** The pointer's place in a drawing's own units. */
  const placeOf = (svg: SVGSVGElement, { clientX, clientY }: MouseEvent) =>
    new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());

  interface Axis {
    readonly label: string;
    readonly from: number;
    readonly to: number;
    readonly unit: 'share' | 'probit' | 'number';
  }

  function followPlot(plot: HTMLElement): void {
    const svg = plot.querySelector('svg') as SVGSVGElement;
    const pointer = plot.querySelector('.pointer') as SVGPathElement;
    const [xAxis, yAxis] = [JSON.parse(plot.dataset.x ?? ''), JSON.parse(plot.dataset.y ?? '')] as [Axis, Axis];
    const [left, right, top, bottom] = (plot.dataset.box ?? '').split(' ').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const curves = [...plot.querySelectorAll<SVGPathElement>('.curve')].reverse();
    const read = ({ unit, from, to }: Axis, share: number) => {
      const value = from + share * (to - from);
      return unit === 'number' ? number(value, 2) : percent(unit === 'share' ? value : normalShare(value));
    };
    let at = (left + right) / 2;
    const show = (x: number) => {
      at = Math.min(right, Math.max(left, x));
      pointer.setAttribute('transform', `translate(${at} 0)`);
      pointer.setAttribute('visibility', 'visible');
      const readings = curves.map((curve) => {
        const y = curveAt(curve.getAttribute('d') ?? '', at);
        return y === undefined
          ? ''
          : `${curve.dataset.name} ${read(yAxis, Math.min(1, Math.max(0, (bottom - y) / (bottom - top))))}`;
      });
      const here = `${xAxis.label.split(' · ')[0]} ${read(xAxis, (at - left) / (right - left))}`;
      outputOf(plot).textContent = [here, ...readings.filter(Boolean)].join(' · ');
    };
    const hide = () => {
      pointer.setAttribute('visibility', 'hidden');
      outputOf(plot).textContent = '';
    };
    svg.addEventListener('pointermove', (event) => show(placeOf(svg, event).x));
    svg.addEventListener('pointerleave', hide);
    plot.addEventListener('blur', hide);
    plot.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        show(at + step * (event.shiftKey ? 20 : 2));
      }
    });
  }

  function followMap(map: HTMLElement): void {
    const svg = map.querySelector('svg') as SVGSVGElement;
    const points = [...map.querySelectorAll<SVGPathElement>('.point')].map((mark) => {
      const [x, y] = (mark.getAttribute('transform')?.match(/-?[\d.]+/g) ?? []).map(Number) as [number, number];
      return { mark, x, y };
    });
    let chosen = -1;
    const choose = (k: number) => {
      points[chosen]?.mark.classList.remove('chosen');
      chosen = k;
      points[k]?.mark.classList.add('chosen');
      outputOf(map).textContent = points[k]?.mark.dataset.tip ?? '';
    };
    svg.addEventListener('pointermove', (event) => {
      const { x, y } = placeOf(svg, event);
      const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
      const nearest = distances.indexOf(Math.min(...distances));
      choose((distances[nearest] ?? 99) < 16 ? nearest : -1);
    });
    svg.addEventListener('pointerleave', () => choose(-1));
    map.addEventListener('blur', () => choose(-1));
    map.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        choose((chosen + step + points.length) % points.length);
      }
    });
  }

  function followMatrix(svg: SVGSVGElement): void {
    const { names, margin, cell, quantity, digits, orders } = matrix;
    const [values, counts] = [decodeFloats(matrix.values), decodeFloats(matrix.counts)];
    let order: 'name' | 'similarity' = 'similarity';
    let place: [number, number] = [0, 0];
    const tell = (row: number, column: number) => {
      const [i, j] = [orders[order][row], orders[order][column]];
      if (i === undefined || j === undefined) {
        outputOf(svg).textContent = '';
        return;
      }
      place = [row, column];
      const value = values[i * names.length + j];
      const pair = i === j ? `within ${names[i]}` : `${names[i]} and ${names[j]}`;
      outputOf(svg).textContent =
        value === null || value === undefined
          ? `${pair}: never held out together`
          : `${pair}: ${quantity} ${number(value, digits)}, of ${counts[i * names.length + j]} pairs`;
    };
    svg.addEventListener('pointermove', (event) => {
      const { x, y } = placeOf(svg, event);
      tell(Math.floor((y - margin) / cell), Math.floor((x - margin) / cell));
    });
    svg.addEventListener('pointerleave', () => tell(-1, -1));
    svg.parentElement?.addEventListener('keydown', (event) => {
      const steps: Record<string, [number, number]> = {
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
      };
      const step = steps[event.key];
      if (step !== undefined) {
        event.preventDefault();
        const moved = place.map((at, axis) => Math.min(names.length - 1, Math.max(0, at + (step[axis] as number))));
        tell(moved[0] as number, moved[1] as number);
      }
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-sort]')) {
      button.addEventListener('click', () => {
        order = button.dataset.sort === 'name' ? 'name' : 'similarity';
        for (const other of document.querySelectorAll('[data-sort]')) {
          other.setAttribute('aria-pressed', String(other === button));
        }
        for (const group of svg.querySelectorAll('[data-order]')) {
          group.toggleAttribute('hidden', group.getAttribute('data-order') !== order);
        }
      });
    }
  }

  for (const plot of document.querySelectorAll<HTMLElement>('[data-plot]')) {
    followPlot(plot);
  }
  const maps = [...document.querySelectorAll<HTMLElement>('[data-map]')];
  maps.forEach(followMap);
  find<HTMLSelectElement>('#fold')?.addEventListener('change', (event) => {
    const chosen = (event.target as HTMLSelectElement).value;
    for (const map of maps) {
      map.hidden = map.dataset.map !== chosen;
      if (!map.hidden) {
        (find('#stress') as HTMLElement).textContent = map.dataset.stress ?? '';
      }
    }
  });
  const svg = find<SVGSVGElement>('#matrix-drawing');
  if (svg !== null) {
    followMatrix(svg);
  }
}
